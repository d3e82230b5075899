import { passwdLine } from './account.ts';

const PASSWD =
  'root:x:0:0:root:/root:/bin/sh\nalice:x:1000:1001::/home/alice:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n';

describe('passwdLine', () => {
  it('finds a user by name and by number', () => {
    expect(passwdLine(PASSWD, 'alice')).toEqual({ name: 'alice', uid: 1000, gid: 1001 });
    expect(passwdLine(PASSWD, 1000)).toEqual({ name: 'alice', uid: 1000, gid: 1001 });
    expect(passwdLine(PASSWD, '65534')?.name).toBe('nobody');
  });

  it('finds nobody else', () => {
    expect(passwdLine(PASSWD, 'bob')).toBeUndefined();
    expect(passwdLine(PASSWD, 1001)).toBeUndefined();
    expect(passwdLine('', 'alice')).toBeUndefined();
  });
});
