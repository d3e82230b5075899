export { consumeVerificationToken, deleteExpired } from './expired.ts';
export type { DeletedExpired, DeleteExpiredOptions } from './expired.ts';
export { sessionByToken, sessionsOfUser } from './sessions.ts';
export { accountByProvider, membership, userByEmail, usersPage } from './users.ts';
export type { Page } from './users.ts';
