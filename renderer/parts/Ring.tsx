import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

const around = 2 * Math.PI * 28;

/** The countdown: how much of it is left as an arc, the seconds inside. Spoken elsewhere, at 20, 10 and 5 s. */
export function Ring({ seconds, of, label }: { seconds: number; of: number; label: string }): ReactNode {
  const share = of > 0 ? Math.min(1, seconds / of) : 0;
  return (
    <svg className="ring" viewBox="0 0 64 64" role="img" aria-label={label}>
      <circle cx="32" cy="32" r="28" />
      <circle className="ring-left" cx="32" cy="32" r="28" strokeDasharray={`${(share * around).toFixed(1)} ${around.toFixed(1)}`} />
      <text x="32" y="39">{seconds}</text>
    </svg>
  );
}

/** In the ring's place while nothing counts down. */
export const RingIcon = ({ icon }: { icon: IconName }): ReactNode => <span className="ring ring-icon"><Icon name={icon} /></span>;
