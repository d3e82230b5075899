/** Gives an object a property that no log, inspection, JSON or spread shows; it can still be read and written. */
export function withSecret<Target extends object, Name extends string, Value>(
  target: Target,
  name: Name,
  value: Value,
): Target & Record<Name, Value> {
  Object.defineProperty(target, name, { value, enumerable: false, writable: true, configurable: true });
  return target as Target & Record<Name, Value>;
}
