import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { likeItsTable } from './form.ts';
import type { Form } from './form.ts';

const EVENTS = ['INSERT', 'UPDATE', 'DELETE'];

/**
 * A rule is tried under another name on another table, so that those two are taken out of what is printed: the
 * event stays, and all that comes after the table.
 */
export const RULE: Form = {
  begin: withoutNames,
  read: (text, { object, scratch }) => {
    const event = text.slice(0, text.search(/\s/));
    const rest = text.slice(event.length);
    return [
      likeItsTable(object, scratch),
      { text: `CREATE RULE ${scratch} AS ON ${event} TO pg_temp.${scratch}${rest}` },
      {
        text: `SELECT '${event}' || substr(pg_get_ruledef(r.oid), length(concat($1::text, n.nspname, '.${scratch}')) + 1)
          FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE r.rulename = '${scratch}' AND c.oid = 'pg_temp.${scratch}'::regclass`,
        values: [head(scratch, event)],
      },
    ];
  },
};

/** Names are printed with quotes only where they need them, which nothing but Postgres knows: both are looked for. */
function withoutNames(text: string, { schema, parent, name }: CatalogObject): string | undefined {
  for (const event of EVENTS) {
    for (const called of asPrinted(name)) {
      for (const namespace of asPrinted(schema)) {
        for (const table of asPrinted(parent)) {
          const start = `${head(called, event)}${namespace}.${table}`;
          const rest = text.slice(start.length);
          if (text.startsWith(start) && /^\s/.test(rest)) return `${event}${rest}`;
        }
      }
    }
  }
  return undefined;
}

function asPrinted(name: string | null): readonly string[] {
  return [name ?? '', quoteIdentifier(name ?? '')];
}

function head(name: string, event: string): string {
  return `CREATE RULE ${name} AS\n    ON ${event} TO `;
}
