import brokenBest from './broken-best.json' with { type: 'json' };
import captivePortal from './captive-portal.json' with { type: 'json' };
import denseVenue from './dense-venue.json' with { type: 'json' };
import pingPongDoor from './ping-pong-door.json' with { type: 'json' };
import quietOffice from './quiet-office.json' with { type: 'json' };
import train from './train.json' with { type: 'json' };
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

export const shippedScenarios: readonly ShippedScenario[] = [walkToMeetingRoom, quietOffice, brokenBest, pingPongDoor, captivePortal, train, denseVenue].map(shipped);

/** Played where nobody chose one. */
export const defaultScenario = 'walk-to-meeting-room';
