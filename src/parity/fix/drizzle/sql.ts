import { template } from '../code.ts';

/** SQL in a schema. Postgres begins a query with a space. */
export function sqlCode(text: string): string {
  return `sql${template(text.trimStart())}`;
}
