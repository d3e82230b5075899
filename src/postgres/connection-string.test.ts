import { parseConnectionString } from './connection-string.ts';

const read = (url: string) => parseConnectionString(url);
const parts = (url: string) => {
  const { parts, mistakes } = read(url);
  expect(mistakes).toEqual([]);
  return parts;
};
const mistakes = (url: string) => read(url).mistakes.join('\n');

describe('what a URL says', () => {
  it.each([
    ['postgres://', {}],
    ['postgresql://db.example.com', { host: 'db.example.com' }],
    ['postgres://app@db', { user: 'app', host: 'db' }],
    ['postgres://app:@db', { user: 'app', host: 'db' }],
    ['postgres://:secret@db', { password: 'secret', host: 'db' }],
    [
      'postgres://app:a:b@db:6432/shop',
      { user: 'app', password: 'a:b', host: 'db', port: 6432, database: 'shop' },
    ],
    ['postgres://db/', { host: 'db' }],
    ['postgres://db:/shop', { host: 'db', database: 'shop' }],
    [' postgres://db/shop\n', { host: 'db', database: 'shop' }],
    ['postgres:///shop', { database: 'shop' }],
    ['postgres://db?', { host: 'db' }],
    ['postgres://db/shop?&sslmode=disable&', { host: 'db', database: 'shop', sslMode: 'disable' }],
  ])('%j', (url, expected) => {
    expect(parts(url)).toEqual(expected);
  });

  it('is percent-decoded in every place', () => {
    expect(parts('postgres://a%40b:%3A%2F%3F%23%25%20%C3%A9@d%62/n%2Fm?application_name=a%26b%3Dc')).toEqual({
      user: 'a@b',
      password: ':/?#% é',
      host: 'db',
      database: 'n/m',
      applicationName: 'a&b=c',
    });
  });

  it('takes a plus for a plus, as libpq does', () => {
    expect(parts('postgres://db?application_name=a+b')).toMatchObject({ applicationName: 'a+b' });
  });

  it.each([
    ['postgres://[::1]', { host: '::1' }],
    ['postgres://[::1]:6432/shop', { host: '::1', port: 6432, database: 'shop' }],
    ['postgres://app@[2001:db8::7]/shop', { user: 'app', host: '2001:db8::7', database: 'shop' }],
    ['postgres://[fe80::1%25eth0]', { host: 'fe80::1%eth0' }],
    ['postgres://?host=::1', { host: '::1' }],
  ])('an IPv6 address in %s', (url, expected) => {
    expect(parts(url)).toEqual(expected);
  });

  it.each([
    'postgres:///shop?host=/var/run/postgresql',
    'postgres://%2Fvar%2Frun%2Fpostgresql/shop',
    'postgres://ignored/shop?host=/var/run/postgresql',
  ])('the folder of a Unix socket in %s', (url) => {
    expect(parts(url)).toEqual({ host: '/var/run/postgresql', database: 'shop' });
  });

  it('has every parameter in libpq’s name', () => {
    const url =
      'postgres://?host=db&port=1&dbname=d&user=u&password=p&application_name=a&options=-cx%3Dy&connect_timeout=3' +
      '&statement_timeout=4&lock_timeout=5&idle_in_transaction_session_timeout=6&sslmode=verify-full' +
      '&sslnegotiation=direct&sslrootcert=r&sslcrl=l&sslcert=c&sslkey=k&sslpassword=s' +
      '&ssl_min_protocol_version=TLSv1.2&ssl_max_protocol_version=TLSv1.3&channel_binding=disable' +
      '&target_session_attrs=primary&load_balance_hosts=disable';
    expect(parts(url)).toEqual({
      host: 'db',
      port: 1,
      database: 'd',
      user: 'u',
      password: 'p',
      applicationName: 'a',
      options: '-cx=y',
      connectTimeoutMs: 3000,
      statementTimeoutMs: 4,
      lockTimeoutMs: 5,
      idleInTransactionTimeoutMs: 6,
      sslMode: 'verify-full',
      sslNegotiation: 'direct',
      sslRootCert: 'r',
      sslCrl: 'l',
      sslCert: 'c',
      sslKey: 'k',
      sslPassword: 's',
      sslMinVersion: 'TLSv1.2',
      sslMaxVersion: 'TLSv1.3',
      channelBinding: 'disable',
      targetSession: 'primary',
      balanceHosts: false,
    });
  });

  it.each([
    ['postgres://a,b/d', { host: 'a', hosts: ['a', 'b'] }],
    ['postgres://a:1,b:2/d', { host: 'a', port: 1, hosts: ['a', 'b'], ports: [1, 2] }],
    ['postgres://a:1,[::1]/d', { host: 'a', port: 1, hosts: ['a', '::1'], ports: [1, 5432] }],
    ['postgres:///d?host=a,/tmp&port=1,2', { host: 'a', port: 1, hosts: ['a', '/tmp'], ports: [1, 2] }],
    ['postgres://a,b/d?host=c', { host: 'c' }],
    [
      'postgres://a,b/d?target_session_attrs=read-write&load_balance_hosts=random',
      { host: 'a', hosts: ['a', 'b'], targetSession: 'read-write', balanceHosts: true },
    ],
  ])('several hosts, in order: %s', (url, expected) => {
    expect(parts(url)).toEqual({ database: 'd', ...expected });
  });

  it('lets the parameters win over what stands before them', () => {
    expect(parts('postgres://a:b@c:1/d?user=e&password=f&host=g&port=2&dbname=h')).toEqual({
      user: 'e',
      password: 'f',
      host: 'g',
      port: 2,
      database: 'h',
    });
  });

  it.each(['ssl=true&sslmode=verify-full', 'sslmode=verify-full&ssl=true'])(
    'never takes anything from a mode by ssl=true: %s',
    (query) => {
      expect(parts(`postgres://db?${query}`)).toMatchObject({ sslMode: 'verify-full' });
    },
  );

  it('understands ssl=true alone, as JDBC writes it', () => {
    expect(parts('postgres://db?ssl=true')).toMatchObject({ sslMode: 'require' });
  });

  it.each(['uselibpqcompat=true', 'gssencmode=disable', 'client_encoding=utf8'])(
    'needs nothing said about %s, which is what is done anyway',
    (query) => {
      expect(parts(`postgres://db?${query}`)).toEqual({ host: 'db' });
    },
  );
});

describe('what is wrong with a URL', () => {
  it.each([
    ['', 'it does not begin with postgres:// or postgresql://'],
    ['mysql://db', 'it does not begin with postgres:// or postgresql://'],
    ['POSTGRES://db', 'it does not begin with'],
    ['postgres:/db', 'it does not begin with'],
    ['"postgres://db"', 'it begins with a quotation mark'],
    ['postgres://db\nmore', 'it holds a line break'],
    ['postgres://a:b@c@db', 'more than one @ before the host'],
    ['postgres://a:b/c@db', 'there is an @ behind the host'],
    ['postgres://a:b?c@db', 'there is an @ behind the host'],
    ['postgres://a:%zz@db', 'password: it is not percent-encoded UTF-8'],
    ['postgres://a:100%@db', 'password: it is not percent-encoded UTF-8'],
    ['postgres://a:%FF@db', 'password: it is not percent-encoded UTF-8'],
    ['postgres://a:%00b@db', 'password: it holds a NUL character'],
    ['postgres://a%00b@db', 'user: it holds a NUL character'],
    ['postgres://a%0Ab@db', 'user: it holds a control character'],
    ['postgres://a%3Ab@db', 'user: the user holds a colon'],
    [
      'postgres://a%3Ab%40db/shop',
      'host: accepted: a name, an IP address, or the folder of a Unix socket; example: localhost',
    ],
    ['postgres://db:port', 'port: accepted: a whole number from 1 to 65535; example: 5432'],
    ['postgres://db:0', 'port: accepted'],
    ['postgres://db:65536', 'port: accepted'],
    ['postgres://db:1e3', 'port: accepted'],
    ['postgres://::1/shop', 'an IPv6 address stands in brackets'],
    ['postgres://[::1', 'in brackets'],
    ['postgres://[::1]x', 'in brackets'],
    ['postgres://[db]', 'no IPv6 address'],
    ['postgres://[127.0.0.1]', 'no IPv6 address'],
    ['postgres://[::zz]', 'host: accepted'],
    ['postgres://a,/shop', 'host: accepted: a name, an IP address, or the folder of a Unix socket'],
    ['postgres://a:1,b:x/shop', 'port: accepted: a whole number from 1 to 65535; example: 5432'],
    ['postgres://a:1,b:0/shop', 'port: accepted'],
    ['postgres://a,::1/shop', 'an IPv6 address stands in brackets'],
    [
      'postgres://db?target_session_attrs=writer',
      'target_session_attrs: accepted: any, read-write, read-only, primary, standby, prefer-standby; example: read-write',
    ],
    ['postgres://db?load_balance_hosts=on', 'load_balance_hosts: accepted: disable, random'],
    ['postgres://db?sslmode', 'sslmode: it has no value'],
    ['postgres://db?sslmode=', 'sslmode: it has no value'],
    ['postgres://db?sslmode=verify-full&sslmode=disable', 'sslmode: it is given twice'],
    [
      'postgres://db?sslmode=on',
      'sslmode: accepted: disable, prefer, require, verify-ca, verify-full; example: verify-full',
    ],
    ['postgres://db?sslmode=no-verify', 'sslmode: no-verify is written require here'],
    ['postgres://db?sslmode=allow', 'sslmode: allow asks for plain text'],
    ['postgres://db?ssl=false', 'ssl: accepted: true'],
    ['postgres://db?ssl=0', 'ssl: accepted: true'],
    ['postgres://db?sslnegotiation=x', 'sslnegotiation: accepted: postgres, direct'],
    [
      'postgres://db?ssl_min_protocol_version=1.3',
      'ssl_min_protocol_version: accepted: TLSv1, TLSv1.1, TLSv1.2, TLSv1.3; example: TLSv1.3',
    ],
    [
      'postgres://db?connect_timeout=5s',
      'connect_timeout: accepted: a whole number of seconds from 0 to 86400; example: 10',
    ],
    ['postgres://db?connect_timeout=9999999', 'connect_timeout: accepted'],
    ['postgres://db?statement_timeout=-1', 'statement_timeout: accepted: a whole number of milliseconds'],
    ['postgres://db?channel_binding=require', 'channel_binding: require cannot be enforced by the driver'],
    ['postgres://db?uselibpqcompat=false', 'uselibpqcompat: can only be true'],
  ])('%j', (url, expected) => {
    expect(mistakes(url)).toContain(expected);
  });

  it.each([
    'schema=app',
    'statement_cache_size=0',
    'connection_limit=5',
    'pool_timeout=10',
    'socket_timeout=3',
    'sslaccept=strict',
  ])('Prisma’s %s is named with what to do', (query) => {
    expect(mistakes(`postgres://db?${query}`)).toMatch(
      new RegExp(`^${query.split('=')[0] ?? ''}: a parameter of Prisma's; leave it out`),
    );
  });

  it.each([
    'require_auth=scram-sha-256',
    'requirepeer=postgres',
    'gssencmode=require',
    'sslcrldir=/x',
    'hostaddr=1.2.3.4',
    'service=x',
  ])('libpq’s %s, which cannot be obeyed, is refused and not left out in silence', (query) => {
    expect(read(`postgres://db?${query}`).mistakes).toHaveLength(1);
  });

  it('counts an unknown parameter, does not quote it, and lists what is known', () => {
    const message = mistakes('postgres://db?sslmode=disable&hunter2=1');
    expect(message).toMatch(/^parameter 2 behind the \? is not known; accepted: host, port, .*sslmode/);
    expect(message).not.toContain('hunter2');
  });

  it.each([
    ['sslMode', 'sslmode'],
    ['ssl-mode', 'sslmode'],
    ['ApplicationName', 'application_name'],
    ['__proto__', 'is not known'],
    ['constructor', 'is not known'],
  ])('%s is taken for what it may mean', (name, meant) => {
    expect(mistakes(`postgres://db?${name}=x`)).toContain(meant);
  });

  it('is said at once', () => {
    expect(
      read('postgres://a%3Ab:%zz@db:x/shop?sslmode=on&schema=app&connect_timeout=soon&what=ever').mistakes,
    ).toHaveLength(7);
  });
});
