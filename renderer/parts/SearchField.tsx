import type { ReactNode, RefObject } from 'react';
import { useTexts } from '../store/context.tsx';
import { Icon } from './Icon.tsx';

/** A search field; "/" goes to the one of the page, Escape clears it. */
export function SearchField({ value, onChange, field, onFocusChange }: {
  value: string; onChange: (value: string) => void; field: RefObject<HTMLInputElement | null>; onFocusChange?: (focused: boolean) => void;
}): ReactNode {
  const texts = useTexts();
  return (
    <span className="search">
      <Icon name="search" small />
      <input ref={field} type="text" role="searchbox" value={value} aria-label={texts.t('search')} placeholder={texts.t('search')} spellCheck={false} autoComplete="off" aria-keyshortcuts="/"
        onFocus={() => onFocusChange?.(true)} onBlur={() => onFocusChange?.(false)} onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => { if (event.key === 'Escape' && value !== '') { event.stopPropagation(); onChange(''); } }} />
      {value === ''
        ? <kbd aria-hidden="true">/</kbd>
        : <button type="button" className="search-clear" aria-label={texts.t('searchClear')} title={texts.t('searchClear')} onClick={() => { onChange(''); field.current?.focus(); }}><Icon name="clear" small /></button>}
    </span>
  );
}
