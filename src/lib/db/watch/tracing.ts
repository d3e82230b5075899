import { createRequire } from 'node:module';
import path from 'node:path';
import type { LazyPool } from '../../../postgres/pool.ts';

/** What is used of @opentelemetry/api, whose own types a project need not have. */
export interface OpenTelemetry {
  readonly trace: {
    getTracer(name: string): {
      startSpan(name: string, options: SpanOptions, context: unknown): Span;
    };
  };
  readonly context: {
    active(): unknown;
    bind<Target>(context: unknown, target: Target): Target;
  };
}

interface SpanOptions {
  readonly kind: number;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** A query in a trace. */
export interface Span {
  isRecording(): boolean;
  setAttribute(name: string, value: string | number): unknown;
  setStatus(status: { readonly code: number }): unknown;
  end(): void;
}

/** SpanKind.CLIENT and SpanStatusCode.ERROR, which the package has as enumerations. */
const CLIENT = 2;
const ERROR = 2;

/** Where the package keeps what has been registered, for all of its copies in a process. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');

let loaded: OpenTelemetry | undefined | 'missing';

/** The API, once a provider of tracers has been registered and the package can be loaded. Until then this is one look. */
export function openTelemetry(): OpenTelemetry | undefined {
  const registered = (globalThis as { [REGISTERED]?: { readonly trace?: unknown } })[REGISTERED];
  if (registered?.trace === undefined) return undefined;
  loaded ??= load() ?? 'missing';
  return loaded === 'missing' ? undefined : loaded;
}

/** From the project, whose copy it is; a bundled one is given with `createDb({ tracing })`. */
function load(): OpenTelemetry | undefined {
  try {
    const requireFromProject = createRequire(path.join(process.cwd(), 'package.json'));
    return requireFromProject('@opentelemetry/api') as OpenTelemetry;
  } catch {
    return undefined;
  }
}

/** Begins the span of a query, a child of what is active where it was asked. */
export function startSpan(
  api: OpenTelemetry,
  pool: LazyPool,
  { sql, parameterCount, name }: { sql: string; parameterCount: number; name: string | undefined },
): Span {
  const { host, port, database } = pool.settings;
  const operation = operationOf(sql);
  const attributes = {
    'db.system.name': 'postgresql',
    'db.namespace': database,
    'db.query.text': parameterCount > 0 ? sql : withoutLiterals(sql),
    ...(operation !== undefined && { 'db.operation.name': operation }),
    ...(name !== undefined && { 'keelson.statement.name': name }),
    'server.address': host,
    'server.port': port,
  };
  return api.trace
    .getTracer('keelson')
    .startSpan(
      operation === undefined ? database : `${operation} ${database}`,
      { kind: CLIENT, attributes },
      api.context.active(),
    );
}

/** Ends it; a failure is told by its SQLSTATE, or by the name of the error. */
export function endSpan(span: Span, failure: string | undefined): void {
  if (failure !== undefined) {
    span.setAttribute('error.type', failure);
    if (/^[0-9A-Z]{5}$/.test(failure)) span.setAttribute('db.response.status_code', failure);
    span.setStatus({ code: ERROR });
  }
  span.end();
}

function operationOf(sql: string): string | undefined {
  return /^(?:\s|--[^\n]*\n|\/\*.*?\*\/|\()*([a-z]+)/is.exec(sql)?.[1]?.toUpperCase();
}

/** What is written into a statement without parameters may be a value. */
function withoutLiterals(sql: string): string {
  return sql
    .replaceAll(/\$(\w*)\$.*?\$\1\$/gs, '?')
    .replaceAll(/\be'(?:[^'\\]|\\.|'')*'/gis, '?')
    .replaceAll(/'(?:[^']|'')*'/g, '?')
    .replaceAll(/(?<![\w".$])\d+(?:\.\d+)?(?:e[+-]?\d+)?\b/gi, '?');
}
