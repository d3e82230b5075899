/** Puts methods of ours between an object that Drizzle made and the class that it is of. */
export interface PrototypeLayer<Of extends object> {
  /** Does so, once. */
  readonly on: (object: Of) => Of;
  readonly isOn: (object: unknown) => boolean;
}

/**
 * By prototypes, one for each class: other users of the same drizzle-orm have it as it was. And a function that is an object's
 * own keeps what it is made of until the whole heap is looked through, which for a query costs as much as to build it.
 */
export function prototypeLayer<Of extends object>(methods: (own: Of) => Partial<Of>): PrototypeLayer<Of> {
  const layers = new WeakMap<object, object>();
  const made = new WeakSet();
  const isOn = (object: unknown): boolean => made.has(Object.getPrototypeOf(object) as object);
  return {
    isOn,
    on: (object) => {
      if (isOn(object)) return object;
      const own = Object.getPrototypeOf(object) as Of;
      let layer = layers.get(own);
      if (layer === undefined) {
        layer = Object.setPrototypeOf(methods(own), own) as object;
        layers.set(own, layer);
        made.add(layer);
      }
      return Object.setPrototypeOf(object, layer) as Of;
    },
  };
}
