import { z } from 'zod';
import { LONGEST_TIMEOUT_MS, PARAMETERS, readParameter } from './postgres/connection-parameters.ts';
import type { ConnectionParts, Parameter } from './postgres/connection-parameters.ts';
import { parseConnectionString } from './postgres/connection-string.ts';
import { FOREIGN_PARAMETERS } from './postgres/foreign-parameters.ts';

const wholeNumber = (unit: string, [from, to]: readonly [number, number], example: number) =>
  z.string().transform((text, context): number => {
    const value = Number(text);
    if (/^\d{1,10}$/.test(text) && value >= from && value <= to) return value;
    const message = `accepted: a whole number${unit} from ${from} to ${to}; example: ${example}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const milliseconds = wholeNumber(' of milliseconds', [0, LONGEST_TIMEOUT_MS], 5000);

const oneOf = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, { error: () => `accepted: ${values.join(', ')}; example: ${values[0]}` });

/** A URL becomes its parts; each thing wrong with it is an issue of its own, without a piece of the URL. */
const url = z.string().transform((text, context): ConnectionParts => {
  const { parts, mistakes } = parseConnectionString(text);
  for (const message of mistakes) context.addIssue({ code: 'custom', message });
  return parts;
});

const urls = z.string().transform((text, context): ConnectionParts[] =>
  text
    .replace(/[,\s]+$/, '')
    .split(/[,\s]+(?=postgres(?:ql)?:\/\/)/)
    .map((one, index) => {
      const { parts, mistakes } = parseConnectionString(one);
      for (const mistake of mistakes)
        context.addIssue({ code: 'custom', message: `URL ${index + 1}: ${mistake}` });
      return parts;
    }),
);

const libpq = (parameter: Parameter) =>
  z.string().transform((text, context): ConnectionParts => {
    const read = readParameter(parameter, text);
    if (!('mistake' in read)) return read;
    context.addIssue({ code: 'custom', message: read.mistake });
    return z.NEVER;
  });

const refused = (advice: string, harmless: readonly string[] = []) =>
  z.string().refine((text) => harmless.includes(text), { error: advice });

const OWN = z.object({
  NODE_ENV: oneOf('development', 'test', 'production').default('development'),
  DATABASE_URL: url.optional(),
  DATABASE_REPLICA_URLS: urls.optional(),
  DATABASE_POOL_MAX: wholeNumber('', [1, 1000], 10).optional(),
  DATABASE_POOL_MIN: wholeNumber('', [0, 1000], 2).optional(),
  DATABASE_POOL_IDLE_TIMEOUT_MS: milliseconds.optional(),
  DATABASE_POOL_LIFETIME_MS: milliseconds.optional(),
  DATABASE_CONNECT_TIMEOUT_MS: milliseconds.optional(),
  DATABASE_STATEMENT_TIMEOUT_MS: milliseconds.optional(),
  DATABASE_LOCK_TIMEOUT_MS: milliseconds.optional(),
  DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: milliseconds.optional(),
  DATABASE_ANSWER_TIMEOUT_MS: milliseconds.optional(),
  DATABASE_SLOW_QUERY_MS: milliseconds.optional(),
  DATABASE_PREPARED_STATEMENTS: oneOf('detect', 'on', 'off').default('detect'),
  DATABASE_PREPARE_REPEATED: oneOf('on', 'off').default('on'),
  DATABASE_LOG: oneOf('off', 'queries', 'parameters').default('off'),
  TEST_DATABASE_URL: url.optional(),
  TEST_DATABASE: oneOf('embedded', 'container').optional(),
});

/** libpq's variables, each with the meaning of the parameter of a URL that it stands for. */
const LIBPQ = z.object(
  Object.fromEntries(
    Object.values(PARAMETERS).flatMap((parameter) =>
      parameter.variable === undefined ? [] : [[parameter.variable, libpq(parameter).optional()]],
    ),
  ),
);

/** What is set for others and would be silently disobeyed. */
const REFUSED = z.object({
  ...Object.fromEntries(
    Object.values(FOREIGN_PARAMETERS).flatMap(({ variable, advice, harmless }) =>
      variable === undefined ? [] : [[variable, refused(advice, harmless).optional()]],
    ),
  ),
  NODE_PG_FORCE_NATIVE: refused(
    'not supported, since the native driver does not understand the TLS settings; leave it out',
  ).optional(),
});

/** Every variable that is read, in the order of the documentation. */
export const VARIABLES: readonly string[] = [...Object.keys(OWN.shape), ...Object.keys(LIBPQ.shape)];

/** Every variable that is refused where it asks for what cannot be given. */
export const REFUSED_VARIABLES: readonly string[] = Object.keys(REFUSED.shape);

/** What the environment says, variable by variable. */
export interface Variables extends z.output<typeof OWN> {
  /** What the PG variables say together. */
  readonly libpq: ConnectionParts;
}

/**
 * Reads the variables and adds to `mistakes`. One with a mistake is left out, so that the rest can be checked
 * together; an empty one counts as not set, so that `DATABASE_URL=` in a .env file does no harm.
 */
export function readVariables(
  source: Readonly<Record<string, string | undefined>>,
  mistakes: string[],
): Variables {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parse = <Schema extends z.ZodType>(schema: Schema): z.output<Schema> => {
    const first = schema.safeParse(given);
    if (first.success) return first.data;
    const wrong = new Set<string>();
    for (const {
      path: [name],
      message,
    } of first.error.issues) {
      wrong.add(String(name));
      mistakes.push(`${String(name)}: ${message}`);
    }
    return schema.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name))));
  };
  const own = parse(OWN);
  const libpq: ConnectionParts = {};
  for (const parts of Object.values(parse(LIBPQ))) Object.assign(libpq, parts);
  parse(REFUSED);
  return { ...own, libpq };
}
