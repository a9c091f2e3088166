import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from '../parts/Icon.tsx';
import { useTexts } from '../store/context.tsx';

/**
 * A form in the details' place, beside the list and never over it. Its first field takes the focus; Escape closes it.
 * Enter in a field does what its main button does.
 */
export function FormFrame({ title, note, isReady = true, takesFocus = true, onClose, onSubmit, children }: { title: ReactNode; note?: ReactNode; /** What it shows has been read. */ isReady?: boolean; /** False: it came by itself, so the focus stays where it is. */ takesFocus?: boolean; onClose: () => void; onSubmit: () => void; children: ReactNode }): ReactNode {
  const texts = useTexts();
  const frame = useRef<HTMLFormElement>(null);
  useEffect(() => { if (takesFocus) (frame.current?.querySelector<HTMLElement>('.form-body input') ?? frame.current?.querySelector<HTMLElement>('button[type=submit]') ?? frame.current)?.focus(); }, [isReady, takesFocus]);
  return (
    <form ref={frame} className="form" noValidate tabIndex={-1} onSubmit={(event) => { event.preventDefault(); onSubmit(); }}
      onKeyDown={(event) => { if (event.key === 'Escape' && !event.defaultPrevented) { event.preventDefault(); onClose(); } }}>
      <header><h3>{title}</h3><button type="button" className="form-close" aria-label={texts.t('form.close')} title={texts.t('form.close')} onClick={onClose}><Icon name="clear" small /></button></header>
      {note && <p className="secondary form-note">{note}</p>}
      {children}
    </form>
  );
}
