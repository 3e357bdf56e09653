/** Written by scripts/train-randomness.ts: for each pair of letters (`aa`, `ab` …) how much more often noise has it than words do. */
export const PAIR_WEIGHTS =
  'WKEDXRJODXJ<D7WKj9A=LJRbGUIhylFzz]PfzOqzLzzM_dSlzz^zEvWsCzt@LxLNuzBxsR^HQpzz]fEabU@f]YDlgZ[`JaxMTcQbazWp@RFAFNOSK]R>E9RK]7=CYJQNP\\KzzzJSzzKzzXouLzzQnZRzzzhzJjggElbJLnrXaWNhyM[aNpjz]y>ihbAnqnCtp^]]DjzS_ONsbzYzDSCHERI\\f\\OBH7BQbFAA]Jc`\\VLzuzVzzzWzszxoQzztnzSzzzyzIonsHklZJrb_j[Mnz\\ViYzdzaz?[ZN=Yac@fYCXkC^zbUQNWdzEo=S_i@jilDttcSdFNzaZkRzpzYz@^GA?X=ZCZQXZIF\\x]I>RY`yT`TQNLZRTXR`RCF:JLs=FHBLI_VaEwrfEmzSMzzKfxHPzF^TUzzzaznzzzzzzzhzzrzzzzzzzzPzzzzz<ZQJ9[P]=bSRMK@WvMIEMU_zIbD_N_?afBClTSU`FNg^E=GeZz]b@`Vb<`dA>fdSXbD]zEMIKfXzMdOTPOMbPcRhVINE_StBFKlknk_bKzrvAzszFzsgzxTzziszmqzzezIztmJpzSMzzbqZOtz_Yhhzzziz_zazeyzr[zzzoziZzzy]qzzszzK_^^OfhgZldZYZQ]z^R[UkazolRqwoUztaWzvomy`zzxlt`vxzgi'
/** The same for steps between lower case, upper case, digits and the rest. */
export const STEP_WEIGHTS = 'F[k6XMzAzzkz6Azz'
