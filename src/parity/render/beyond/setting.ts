import type { CatalogObject } from '../../../catalog/object.ts';
import { textFact } from '../facts.ts';
import { cutAt } from '../printed-name.ts';
import { aboutDatabase, escaped } from './current-database.ts';
import { settingClause } from './session-setting.ts';

/** Says what sessions in this database begin with: those of all roles, or of one. */
export function setSetting(setting: CatalogObject): readonly string[] {
  const [name, role] = cutAt(setting.name, ' of ') ?? [setting.name, undefined];
  const clause = escaped(settingClause(name, textFact(setting, 'value') ?? ''));
  return [
    aboutDatabase(
      role === undefined
        ? `ALTER DATABASE %I SET ${clause}`
        : `ALTER ROLE ${escaped(role)} IN DATABASE %I SET ${clause}`,
    ),
  ];
}
