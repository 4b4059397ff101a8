/** Sign-in as the pages see it. */
import { bootstrapAdministrator } from './bootstrap.ts';
import { forgetFactor, personSignIn, unlockPerson } from './helping.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';

export { bootstrapAdministrator, createToken, forgetFactor, listTokens, personSignIn, revokeToken, unlockPerson };
export const signInActions = [bootstrapAdministrator, unlockPerson, forgetFactor, createToken, revokeToken];
export const signInReads = [personSignIn, listTokens];

export { findToken, hashOfAccessToken, newAccessToken } from './tokens.ts';
export { enterAsGuest, type GuestGroup, guests, isDemonstration } from './demonstration.ts';
export { afterFirst, type Arrival, type NextStep } from './enter.ts';
export { createInvitation, findInvitation, type Purpose, usePasswordLink } from './invitations.ts';
export { localPath } from './local-path.ts';
export { changeFactor, changePassword, changeRecoveryCodes, type Credentials, credentialsOf, removeFactor } from './own-credentials.ts';
export { endSessions, type OpenSession, openSessions, signOut, switchMembership } from './own-sessions.ts';
export { checkPassword, type Refused } from './password.ts';
export { makeProvider, type Provider, type ProviderSettings, providerSettings } from './oidc.ts';
export { SHORTEST } from './password-rules.ts';
export { checkCode, confirmAtSignIn, type Key, setUpAtSignIn } from './second-factor.ts';
export { seal, signInKey, unseal } from './secret-box.ts';
export { newTotpSecret, totpWords } from './totp.ts';
