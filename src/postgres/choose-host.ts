import { randomInt } from 'node:crypto';
import type pg from 'pg';
import { Problem } from '../problem.ts';
import { explainFailedConnect } from './connection-error.ts';
import { describeHost, hostsOf } from './hosts.ts';
import type { TargetSession } from './hosts.ts';
import { unfitness } from './session-attributes.ts';
import type { Reported } from './session-attributes.ts';
import { describeConnection, withSettings } from './settings.ts';
import type { ConnectionSettings } from './settings.ts';

/** A connection to one server that was opened to be looked at. */
export interface Attempt {
  readonly client: Pick<pg.ClientBase, 'query'>;
  readonly reported: Reported;
  /** Gives it up again. */
  readonly close: () => void;
}

/**
 * Opens a session on the first server that takes one and is what the settings want. `open` is given the settings of one
 * server, and ends what it began where it fails. As in libpq, a server that answers and refuses the login has the last word.
 */
export async function chooseHost<One extends Attempt>(
  settings: ConnectionSettings,
  open: (one: ConnectionSettings) => Promise<One>,
): Promise<One> {
  const wanted = settings.targetSession ?? 'any';
  const hosts = inOrder(settings);
  const failures: Failure[] = [];
  for (const target of passes(wanted)) {
    // The second pass is over the same servers, and what was wrong with them in the first is no news.
    failures.length = 0;
    for (const host of hosts) {
      const place = describeHost(host);
      const one = withSettings(settings, host);
      let attempt: One;
      try {
        attempt = await open(one);
      } catch (error) {
        const problem = explainFailedConnect(error, one);
        if (hosts.length === 1 || !(problem instanceof Problem) || isFinal(problem)) throw problem;
        failures.push({ place, problem });
        continue;
      }
      try {
        const reason = await unfitness(attempt, target, one.timeouts.connect);
        if (reason === undefined) return attempt;
        failures.push({ place, reason });
      } catch (error) {
        failures.push({ place, reason: `it did not say what it is: ${(error as Error).message}` });
      }
      attempt.close();
    }
  }
  throw noHost(settings, failures);
}

interface Failure {
  readonly place: string;
  readonly problem?: Problem;
  readonly reason?: string;
}

function passes(wanted: TargetSession): readonly TargetSession[] {
  return wanted === 'prefer-standby' ? ['standby', 'any'] : [wanted];
}

function inOrder(settings: ConnectionSettings) {
  const hosts = [...hostsOf(settings)];
  if (settings.balanceHosts !== true) return hosts;
  for (let left = hosts.length; left > 1; left -= 1) {
    const [taken] = hosts.splice(randomInt(left), 1);
    if (taken !== undefined) hosts.push(taken);
  }
  return hosts;
}

/** What another server would answer too, since all have the same roles and databases. */
const FINAL = new Set([
  'connection/wrong-password',
  'connection/no-password',
  'connection/not-allowed',
  'connection/no-database',
  'connection/startup-parameter',
]);

function isFinal({ code }: Problem): boolean {
  return FINAL.has(code) || code === 'tls/contradiction' || code === 'tls/no-root-certificate';
}

function noHost(settings: ConnectionSettings, failures: readonly Failure[]): Problem {
  const { targetSession = 'any' } = settings;
  const wanted =
    targetSession === 'any' ? 'takes a connection' : `takes a connection that is ${targetSession}`;
  const lines = failures.map(({ place, problem, reason }) => {
    // The place stands before it already.
    const what = problem === undefined ? reason : problem.what.replace(/^cannot connect to .*?: (?=\S)/, '');
    return `  ${place}: ${what ?? ''}${problem === undefined ? '' : ` [${problem.code}]`}`;
  });
  const which = failures.length === 1 ? 'the server does not' : `none of ${failures.length} servers`;
  return new Problem({
    code: 'connection/no-host',
    what: `cannot connect to ${describeConnection(settings)}: ${which} ${
      failures.length === 1 ? wanted.replace('takes', 'take') : wanted
    }\n${lines.join('\n')}`,
    fix: 'bring one of them back, or correct the hosts and target_session_attrs in DATABASE_URL',
    cause: failures.find(({ problem }) => problem !== undefined)?.problem,
  });
}
