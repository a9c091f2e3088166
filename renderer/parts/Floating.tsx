import type { ReactNode } from 'react';
import { Popover } from 'react-aria-components';

/** A small surface beside what opened it: a menu, a choice, a confirmation. It hangs in the main landmark, so that a screen reader finds it there. */
export function Floating({ className = '', placement, children }: { className?: string; placement?: 'bottom end' | 'bottom start' | 'top start'; children: ReactNode }): ReactNode {
  const container = document.querySelector('main') ?? undefined;
  return <Popover className={`popover ${className}`} offset={4} {...(placement && { placement })} {...(container && { UNSTABLE_portalContainer: container })}>{children}</Popover>;
}
