import { use, type ComponentType, type ReactNode } from 'react';

const all = new Set<() => Promise<void>>();

/** A part that is drawn only after it was asked for: read then, or ahead by `read`. */
export type OnDemand<P> = ComponentType<P> & { readonly read: () => Promise<void>; readonly isRead: () => boolean };

/**
 * A part that the first picture does not need. It suspends until it has been read; after that it is drawn at once, like any
 * other.
 */
export function onDemand<P extends object>(load: () => Promise<ComponentType<P>>): OnDemand<P> {
  let Part: ComponentType<P> | null = null;
  let reading: Promise<void> | null = null;
  // React reads `status`: what is fulfilled makes it wait for nothing.
  const read = (): Promise<void> => (reading ??= load().then((part) => {
    Part = part;
    Object.assign(reading ?? {}, { status: 'fulfilled', value: undefined });
  }));
  all.add(read);
  const Shown = (props: P): ReactNode => {
    use(read());
    return Part === null ? null : <Part {...props} />;
  };
  return Object.assign(Shown, { read, isRead: () => Part !== null });
}

/** Reads everything of that kind; once read, nothing of it makes anybody wait. */
export const readAllParts = async (): Promise<void> => { await Promise.all([...all].map((read) => read())); };
