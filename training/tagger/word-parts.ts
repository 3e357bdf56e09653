/** Words that make something of their neighbours, by flag. */
export const WORD_PARTS = {
  organization:
    'inc ltd limited llc llp lp plc corp corporation incorporated co company companies gmbh mbh ag kg kgaa ohg eg ev se sa sas sarl spa srl snc bv nv vof ab as asa oy oyj aps pty pte kk sdn bhd zoo sro doo ooo zao jsc pjsc group groupe gruppe gruppo grupo bank banque banca banco university universität université universidad universita college institute institut instituto istituto school academy foundation stiftung fondation association verein council ministry department agency bureau office commission committee authority board hospital clinic klinik clinique airlines airways technologies technology tech systems system solutions partners partnership holdings holding industries industry media studios studio entertainment pictures records orchestra choir band society insurance church cathedral mosque temple laboratories labs lab software networks network energy power motors capital ventures consulting consultants advisors advisory accountants solicitors attorneys chambers party federation union league press times tribune herald gazette post daily weekly journal magazine news tv radio channel broadcasting securities financial finance investments pharmaceuticals pharma therapeutics biotech logistics shipping freight telecom communications mobile enterprises international global worldwide interactive analytics data health healthcare medical dental robotics trust fund fc club cf afc united athletic rovers police army navy force museum gallery theatre theater hotel hotels resort restaurant cafe bistro grill kitchen bakery brewery market supermarket stores store shop outfitters brothers bros sons associates services service management properties realty estates construction builders engineering manufacturing works mills foods farms airlines rail railways railway transport transit motors auto'.split(
      ' ',
    ),
  place:
    'county city town village district province region state territory republic kingdom emirates island islands isle isles river lake bay gulf sea ocean mountain mountains mount hill hills valley desert beach coast peninsula harbor harbour port creek falls heights springs park forest woods bridge airport station square north south east west northern southern eastern western central upper lower greater new old san santa santo saint st são los las el fort cape bad villa rio puerto monte'.split(
      ' ',
    ),
  street:
    'street st avenue ave road rd boulevard blvd lane ln drive dr court ct place pl square sq terrace ter way close crescent cres parkway pkwy highway hwy circle cir trail trl gardens grove mews quay row walk hill alley plaza loop pass path point ridge run branch bypass causeway crossing expressway freeway route turnpike pike apt apartment suite ste unit flat floor room box psc apo fpo dpo corner rue chemin impasse allée quai cours straße strasse str weg platz allee gasse damm ufer ring straat laan plein gracht kade vej vejen gade vägen vagen gatan väg gata gate vei veien tie katu kuja polku calle avenida avda paseo plaza camino carretera ronda travesía via viale piazza corso vicolo largo strada rua travessa praça praca alameda estrada ulica ul aleja al osiedle os plac ulice náměstí namesti třída nábřeží cesta trg út utca tér ter körút krt köz sor fasor dűlő puiestee tänav tee mnt'.split(
      ' ',
    ),
  honorific:
    'mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend father sister brother herr frau fräulein mme mlle monsieur madame señor señora sr sra srta don doña signor signora sig dott pan pani mevrouw meneer dhr mw captain capt nurse officer sergeant sgt lieutenant lt colonel col general gen major sen senator rep representative governor mayor president minister aunt auntie uncle grandma grandpa king queen prince princess pope imam rabbi sheikh coach detective inspector judge justice'.split(
      ' ',
    ),
  particle:
    'van von de der den del della di da dos do das la le bin ibn ben bint al el ter ten zu zur y e du des af av of the and for & und et i und o san st abu umm mac mc'.split(
      ' ',
    ),
  monthOrDay:
    'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo christmas easter ramadan diwali hanukkah thanksgiving halloween'.split(
      ' ',
    ),
} as const
