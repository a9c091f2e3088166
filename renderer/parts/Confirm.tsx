import type { ReactNode } from 'react';
import { Button as Trigger, Dialog, DialogTrigger, Heading } from 'react-aria-components';
import { useTexts } from '../store/context.tsx';
import { Floating } from './Floating.tsx';
import { Button } from './Button.tsx';

/** A button whose action hits others, so that it says whom before it is done: a small surface beside the button, not over the list. */
export function Confirm({ label, title, children, action, onConfirm }: { label: string; title: string; children: ReactNode; action: string; onConfirm: () => void }): ReactNode {
  const texts = useTexts();
  return (
    <DialogTrigger>
      <Trigger className="button button-neutral">{label}</Trigger>
      <Floating className="confirm" placement="bottom end">
        <Dialog>
          {({ close }) => (
            <>
              <Heading slot="title">{title}</Heading>
              <div className="confirm-what">{children}</div>
              <div className="actions">
                <Button look="plain" onClick={close}>{texts.t('cancel')}</Button>
                <Button onClick={() => { close(); onConfirm(); }}>{action}</Button>
              </div>
            </>
          )}
        </Dialog>
      </Floating>
    </DialogTrigger>
  );
}
