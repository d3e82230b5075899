import { createHash, randomBytes } from 'node:crypto';

/** A database that a test uses, and one that is on its way to become a template. */
export type Disposable = 'test' | 'building';

const DISPOSABLE = /^keelson_(?:test|building)_([0-9a-f]{16})_([0-9a-f]{8})$/;
const TEMPLATE = /^keelson_template_([0-9a-f]{24})_([0-9a-f]{8})$/;

/** A name that no other database has. */
export function newName(kind: Disposable): string {
  const random = randomBytes(8).toString('hex');
  return `keelson_${kind}_${random}_${proof(random)}`;
}

/** The name of the template with that content. */
export function templateName(fingerprint: string): string {
  const content = fingerprint.slice(0, 24);
  return `keelson_template_${content}_${proof(content)}`;
}

/** Whether this module made the name of a database that may be dropped once nobody holds its lease. */
export function isDisposable(name: string): boolean {
  return isProven(DISPOSABLE, name);
}

/** Whether this module made the name of a template. */
export function isTemplate(name: string): boolean {
  return isProven(TEMPLATE, name);
}

function isProven(pattern: RegExp, name: string): boolean {
  const [, content, given] = pattern.exec(name) ?? [];
  return content !== undefined && given === proof(content);
}

/**
 * The end of a name follows from what is before it. A database that a person named keelson_test_something
 * does not have it, so whatever they chose, nothing of theirs is ever taken for ours and dropped.
 */
function proof(content: string): string {
  return createHash('sha256').update(`a test database of keelson: ${content}`).digest('hex').slice(0, 8);
}
