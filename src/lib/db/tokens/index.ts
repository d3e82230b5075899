export { withHashedSessionTokens } from './hashed-session-tokens.ts';
export type { SessionAdapter } from './hashed-session-tokens.ts';
export { hashToken, newToken } from './token.ts';
