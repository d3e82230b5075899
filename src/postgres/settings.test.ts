import { inspect } from 'node:util';
import { pgConfigWith } from './pg-config.ts';
import { connectionSettings, describeConnection, withSettings } from './settings.ts';

const PLACE = { host: 'db.example.com', database: 'shop', user: 'app' };

describe('connectionSettings', () => {
  it('fills every gap', () => {
    expect(connectionSettings(PLACE)).toEqual({
      ...PLACE,
      port: 5432,
      applicationName: 'keelson',
      options: undefined,
      tls: { mode: 'prefer', negotiation: 'postgres' },
      timeouts: { connect: 10_000 },
    });
  });

  it('is frozen in its depths', () => {
    const settings = connectionSettings(PLACE);
    expect([settings, settings.tls, settings.timeouts].every((part) => Object.isFrozen(part))).toBe(true);
  });

  it('keeps password and pass phrase where nothing shows them', () => {
    const settings = connectionSettings({
      ...PLACE,
      password: 'hunter2',
      tls: { mode: 'require', negotiation: 'postgres', keyPassword: 'correct horse' },
    });
    expect(settings.password).toBe('hunter2');
    expect(settings.tls.keyPassword).toBe('correct horse');
    const shown =
      inspect(settings, { depth: Infinity }) + JSON.stringify(settings) + inspect({ ...settings });
    expect(shown).not.toMatch(/hunter2|correct horse/);
  });
});

describe('withSettings', () => {
  it('changes what it is told to, and keeps the secrets', () => {
    const tls = { mode: 'require', negotiation: 'postgres', keyPassword: 'correct horse' } as const;
    const settings = connectionSettings({ ...PLACE, password: 'hunter2', tls });
    const other = withSettings(settings, { database: 'stock' });
    expect(other.database).toBe('stock');
    expect(other.password).toBe('hunter2');
    expect(other.tls.keyPassword).toBe('correct horse');
    expect(withSettings(settings, { password: 'other' }).password).toBe('other');
    expect(settings.database).toBe('shop');
  });
});

describe('describeConnection', () => {
  it.each([
    ['db.example.com', 'app@db.example.com:5432/shop'],
    ['::1', 'app@[::1]:5432/shop'],
    ['/run/postgresql', 'app@/run/postgresql/.s.PGSQL.5432 (Unix socket), database shop'],
  ])('names the place at %s', (host, expected) => {
    expect(describeConnection(connectionSettings({ ...PLACE, host }))).toBe(expected);
  });
});

describe('pgConfigWith', () => {
  it('says everything that pg would otherwise take from the environment', () => {
    const config = pgConfigWith(connectionSettings({ ...PLACE, password: 'hunter2' }), false);
    expect(config).toEqual({
      ...PLACE,
      port: 5432,
      application_name: 'keelson',
      ssl: false,
      sslnegotiation: 'postgres',
      enableChannelBinding: false,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    expect(config.password).toBe('hunter2');
  });

  it('sends a limit of zero, which lifts the one that the role has', () => {
    const timeouts = { connect: 0, statement: 0, lock: 1, idleInTransaction: undefined };
    const config = pgConfigWith(connectionSettings({ ...PLACE, timeouts }), false);
    // pg leaves out whatever is falsy.
    expect(Boolean(config.statement_timeout)).toBe(true);
    expect(Number(config.statement_timeout)).toBe(0);
    expect(config.lock_timeout).toBe(1);
    expect(config).not.toHaveProperty('idle_in_transaction_session_timeout');
  });
});
