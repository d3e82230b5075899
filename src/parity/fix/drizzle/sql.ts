import { template } from '../code.ts';

/** SQL in a schema. */
export function sqlCode(text: string): string {
  return `sql${template(text)}`;
}
