import { createContext, useContext, type ReactNode } from 'react';
import { Popover } from 'react-aria-components';

/** The main landmark, in which surfaces hang, so that a screen reader finds them there; null until it is drawn. */
export const FloatingPlace = createContext<HTMLElement | null>(null);

/** A small surface beside what opened it: a menu, a choice, a confirmation. */
export function Floating({ className = '', placement, children }: { className?: string; placement?: 'bottom end' | 'bottom start' | 'top start'; children: ReactNode }): ReactNode {
  const place = useContext(FloatingPlace);
  return <Popover className={`popover ${className}`} offset={4} {...(placement && { placement })} {...(place && { UNSTABLE_portalContainer: place })}>{children}</Popover>;
}
