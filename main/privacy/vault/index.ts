export { createProfileKeys, type ProfileKeys } from './profile-keys.ts'
export { createVaults, type Forgotten, type VaultInfo, type Vaults } from './vaults.ts'
