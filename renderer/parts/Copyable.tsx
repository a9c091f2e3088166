import { useEffect, useState, type ReactNode } from 'react';
import { useTexts } from '../store/context.tsx';
import { Icon } from './Icon.tsx';

/** A pair in the details: what, value, and a button that copies the value. */
export function Copyable({ label, what = label, value, children }: { label: string; what?: string; value: string; children?: ReactNode }): ReactNode {
  const texts = useTexts();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div className="pair">
      <dt>{label}</dt>
      <dd>
        <span className="cut" title={value}>{children ?? value}</span>
        <button type="button" className="pair-copy" title={copied ? texts.t('copied') : texts.t('copy', { what })} aria-label={copied ? texts.t('copied') : texts.t('copy', { what: `${what} ${value}` })}
          onClick={() => setCopied(copyText(value))}><Icon name={copied ? 'passed' : 'copy'} small /></button>
      </dd>
    </div>
  );
}

/** A pair that there is nothing to copy of. */
export const Pair = ({ label, children }: { label: string; children: ReactNode }): ReactNode =>
  <div className="pair"><dt>{label}</dt><dd><span className="cut">{children}</span></dd></div>;

/** Puts text on the clipboard, by the copy command: it needs no permission, which the window denies altogether. */
export function copyText(text: string): boolean {
  let done = false;
  const put = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    done = true;
  };
  document.addEventListener('copy', put, { once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', put);
  return done;
}
