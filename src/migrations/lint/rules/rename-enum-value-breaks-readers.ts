import { quoteLiteral } from '../../../postgres/identifier.ts';
import { migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

/** A value of an enum that the running app still writes. */
export const renameEnumValueBreaksReaders: Rule = {
  id: 'rename-enum-value-breaks-readers',
  title: 'A value of an enum that gets another name',
  judge: ({ statement }) =>
    changesOf(statement, 'enum value renamed').map(({ type, before, after }) => ({
      what: `the value '${before}' of ${type} becomes '${after}'`,
      why: `until all processes run the new release, the old one writes '${before}', which fails, and reads a value that it does not know`,
      fix: migrations([
        {
          title: `the new value beside the old one; then the app reads both and writes '${after}', and rows are changed in batches`,
          up: [sql(`alter type ${type} add value ${quoteLiteral(after)} after ${quoteLiteral(before)}`)],
        },
      ]),
    })),
};
