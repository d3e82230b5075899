import type { Family } from '../family.ts';
import { accessMethod } from './beyond/access-method.ts';
import { aggregate } from './beyond/aggregate.ts';
import { baseType, impliedType, shellType } from './beyond/base-type.ts';
import { cast } from './beyond/cast.ts';
import { collation } from './beyond/collation.ts';
import { attribute, compositeType } from './beyond/composite-type.ts';
import { conversion } from './beyond/conversion.ts';
import { database } from './beyond/database.ts';
import { defaultPrivileges } from './beyond/default-privileges.ts';
import { domain, domainConstraint } from './beyond/domain.ts';
import { eventTrigger } from './beyond/event-trigger.ts';
import { extension } from './beyond/extension.ts';
import { foreignDataWrapper, foreignServer, userMapping } from './beyond/foreign-data.ts';
import { foreignTable } from './beyond/foreign-table.ts';
import { functionFamily } from './beyond/function.ts';
import { language, transform } from './beyond/language.ts';
import { operatorClass } from './beyond/operator-class.ts';
import { familyFunction, familyOperator, operatorFamily } from './beyond/operator-family.ts';
import { operator } from './beyond/operator.ts';
import { providedObject } from './beyond/provided-object.ts';
import { publication, publicationTable } from './beyond/publication.ts';
import { multirangeType, rangeType } from './beyond/range-type.ts';
import { rule } from './beyond/rule.ts';
import { securityLabel } from './beyond/security-label.ts';
import { setting } from './beyond/setting.ts';
import { statistics } from './beyond/statistics.ts';
import { subscription } from './beyond/subscription.ts';
import {
  textSearchConfiguration,
  textSearchDictionary,
  textSearchParser,
  textSearchTemplate,
} from './beyond/text-search.ts';
import { trigger } from './beyond/trigger.ts';

/** Every kind of object that Drizzle cannot declare, an owner before what it owns. */
export const BEYOND_FAMILIES: readonly Family[] = [
  database,
  setting,
  extension,
  language,
  accessMethod,
  shellType,
  baseType,
  domain,
  domainConstraint,
  compositeType,
  attribute,
  rangeType,
  multirangeType,
  impliedType,
  collation,
  conversion,
  functionFamily,
  aggregate,
  operator,
  operatorFamily,
  familyOperator,
  familyFunction,
  operatorClass,
  cast,
  transform,
  textSearchParser,
  textSearchTemplate,
  textSearchDictionary,
  textSearchConfiguration,
  foreignDataWrapper,
  foreignServer,
  userMapping,
  foreignTable,
  trigger,
  rule,
  statistics,
  eventTrigger,
  publication,
  publicationTable,
  subscription,
  defaultPrivileges,
  providedObject,
  securityLabel,
];
