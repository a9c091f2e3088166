import { useEffect, useEffectEvent, useRef, type ReactNode, type RefObject } from 'react';
import { windowPrompt } from '../../app/contract/reading.ts';
import { useHostState } from '../store/context.tsx';
import { Chooser } from './Chooser.tsx';
import { Offer } from './Offer.tsx';
import { Trial } from './Trial.tsx';

/**
 * The prompt: a place, not an interruption. Offer, trial and question share one frame; from offer to trial only words change. It never
 * takes the focus; where it held the focus and goes, `onLeave` gives it back to the list.
 */
export function Prompt({ region, onLeave }: { region: RefObject<HTMLElement | null>; onLeave: () => void }): ReactNode {
  const state = useHostState((all) => all);
  const prompt = windowPrompt(state);
  const hadFocus = useRef(false);
  const leave = useEffectEvent(onLeave);

  // A button that held the focus may go with the phase: the frame takes it, so that Tab goes on from here.
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) region.current?.focus();
  });
  useEffect(() => () => { if (hadFocus.current) leave(); }, []);

  return (
    <div className="prompt-place">
      <section ref={region} className="prompt" tabIndex={-1} aria-labelledby="prompt-title" aria-keyshortcuts="F6"
        onFocus={() => { hadFocus.current = true; }} onBlur={(event) => { if (event.relatedTarget !== null) hadFocus.current = event.currentTarget.contains(event.relatedTarget); }}>
        {prompt.kind === 'trial' && <Trial trial={prompt.trial} state={state} />}
        {prompt.kind === 'offer' && <Offer offer={prompt.offer} state={state} />}
        {prompt.kind === 'question' && <Chooser key={prompt.question.id} question={prompt.question} others={prompt.others} state={state} />}
      </section>
    </div>
  );
}
