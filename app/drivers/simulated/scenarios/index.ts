import brokenBest from './broken-best.json' with { type: 'json' };
import quietOffice from './quiet-office.json' with { type: 'json' };
import walkToMeetingRoom from './walk-to-meeting-room.json' with { type: 'json' };

/** A scenario that comes with Handover. Imported, not read, so that a bundle holds it. */
export interface ShippedScenario {
  readonly id: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly description: { readonly en: string; readonly zh: string };
  /** The file's content, unchecked; `loadScenario(id)` gives the scenario. */
  readonly content: unknown;
}

const shipped = (content: Omit<ShippedScenario, 'content'>): ShippedScenario => ({ id: content.id, title: content.title, description: content.description, content });

export const shippedScenarios: readonly ShippedScenario[] = [shipped(walkToMeetingRoom), shipped(quietOffice), shipped(brokenBest)];

/** Played where nobody chose one. */
export const defaultScenario = 'walk-to-meeting-room';
