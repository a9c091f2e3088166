/** Messages of the desktop with buttons, one a place: what waits for an answer, news, and data caps. A new one takes the old one's place. */
export interface Notifier {
  show(place: NotificationPlace, message: NotifierMessage): void;
  withdraw(place: NotificationPlace): void;
}

export const notificationPlaces = ['prompt', 'news', 'cap'] as const;
export type NotificationPlace = (typeof notificationPlaces)[number];

export interface NotifierMessage {
  readonly title: string;
  /** Plain text; a notifier whose server reads markup escapes it. */
  readonly body: string;
  readonly buttons: readonly { readonly key: string; readonly label: string }[];
  /** What to do where no buttons can be shown; told after the body there. */
  readonly buttonless?: string;
  /** A button's key, or "open" for a click on the message itself. */
  chosen(key: string): void;
}

/** Where a desktop offers none. */
export const noNotifier: Notifier = { show() { /* nobody to show it to */ }, withdraw() { /* nothing stands */ } };
