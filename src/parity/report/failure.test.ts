import { HOSTILE } from '../../../tests/parity/verdicts.ts';
import { failureReport } from './failure.ts';

const FAILURE = {
  code: 'connection/refused',
  message: 'cannot connect to a@b:1/c\nnothing listens there',
  fix: 'start it',
};

test('each format says that there is no verdict, why, and what to do', () => {
  expect(failureReport(FAILURE, 'text')).toBe(
    'could not tell\ncannot connect to a@b:1/c\nnothing listens there\nfix: start it\n[connection/refused]',
  );
  expect(JSON.parse(failureReport(FAILURE, 'json'))).toEqual({ version: 1, error: FAILURE });
  expect(failureReport(FAILURE, 'github')).toBe(
    '::error title=connection/refused::cannot connect to a@b:1/c%0Anothing listens there%0Afix: start it%0A[connection/refused]',
  );
  expect(failureReport(FAILURE, 'junit')).toContain(
    '<error message="cannot connect to a@b:1/c&#10;nothing listens there" type="connection/refused">',
  );
  const page = failureReport(FAILURE, 'html');
  expect(page).toContain('<title>Verdict: could not tell</title>');
  expect(page).toContain('nothing listens there</p>');
  expect(page).toContain('start it');
});

test('a mistake of ours has neither code nor advice, and is said all the same', () => {
  const failure = { code: null, message: 'x is not a function', fix: null };
  expect(JSON.parse(failureReport(failure, 'json'))).toEqual({ version: 1, error: failure });
  for (const format of ['text', 'github', 'junit', 'html'] as const) {
    expect(failureReport(failure, format)).toContain('x is not a function');
    expect(failureReport(failure, format)).not.toContain('null');
  }
});

test('no message gets out of its place', () => {
  const failure = { code: 'cli/usage', message: HOSTILE, fix: HOSTILE };
  expect(JSON.parse(failureReport(failure, 'json'))).toEqual({ version: 1, error: failure });
  expect(failureReport(failure, 'github').split('\n')).toHaveLength(1);
  expect(failureReport(failure, 'junit').match(/<[a-z!/?-]+/g)).toEqual(
    failureReport(FAILURE, 'junit').match(/<[a-z!/?-]+/g),
  );
  expect(failureReport(failure, 'html').match(/<[a-z!/?-]+/g)).toEqual(
    failureReport(FAILURE, 'html').match(/<[a-z!/?-]+/g),
  );
});
