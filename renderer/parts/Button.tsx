import { useId, type ButtonHTMLAttributes, type ReactNode, type Ref } from 'react';

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  /** main: filled accent, one a view · neutral: filled · plain: text only. */
  look?: 'main' | 'neutral' | 'plain';
  /** Why it cannot be used now: shown as tool tip, told as description. It stays focusable, so that the reason can be reached. */
  why?: string | null;
  ref?: Ref<HTMLButtonElement>;
}

/** A button; one that cannot be used says why. */
export function Button({ look = 'neutral', why = null, className = '', children, onClick, ...rest }: Props): ReactNode {
  const id = useId();
  return (
    <>
      <button {...rest} type={rest.type ?? 'button'} className={`button button-${look} ${className}`} title={why ?? rest.title} aria-disabled={why !== null || undefined}
        aria-describedby={why === null ? rest['aria-describedby'] : id} onClick={why === null ? onClick : undefined}>{children}</button>
      {why !== null && <span id={id} className="hidden">{why}</span>}
    </>
  );
}
