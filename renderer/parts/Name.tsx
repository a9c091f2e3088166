import type { ReactNode } from 'react';
import type { ShownName } from '../../app/text/index.ts';

/**
 * A name from the air or from a program: text nodes only, isolated from the text around it, hidden characters as outlined marks with
 * their full name as tool tip and for a screen reader.
 */
export function Name({ name, className = '' }: { name: ShownName; className?: string }): ReactNode {
  return (
    <bdi className={`shown-name ${className}`}>
      {name.segments.map((segment, index) => (segment.kind === 'text'
        ? <span key={index}>{segment.text}</span>
        : <span key={index} className="mark" role="img" aria-label={segment.name} title={segment.name}>{segment.mark}</span>))}
    </bdi>
  );
}
