import { cutAt } from './printed-name.ts';

/** Who may do what, as a line of the fact `grants` says it. */
export interface Grant {
  /** `PUBLIC`, `its owner`, or a role's name, quoted where it must be. */
  readonly grantee: string;
  /** `ALL`, or privileges with commas between them. */
  readonly privileges: string;
  /** Whether it may be passed on. */
  readonly isGrantable: boolean;
  /** Who granted it, quoted where it must be; undefined for the owner. */
  readonly grantor: string | undefined;
}

/** Who owns the object that the line is of. */
export const OWNER = 'its owner';

/** Reads `app: INSERT, SELECT with grant option by boss`. */
export function readGrant(line: string): Grant {
  const [grantee, rest] = cutAt(line, ': ') ?? [line, ''];
  const [granted, grantor] = cutAt(rest, ' by ') ?? [rest, undefined];
  const [privileges, option] = cutAt(granted, ' with grant option') ?? [granted, undefined];
  return { grantee, privileges, isGrantable: option !== undefined, grantor };
}
