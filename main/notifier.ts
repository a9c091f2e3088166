/** A message of the desktop with buttons. At most one of ours stands at a time: a new one takes the old one's place. */
export interface Notifier {
  show(message: NotifierMessage): void;
  withdraw(): void;
}

export interface NotifierMessage {
  readonly title: string;
  /** Plain text; a notifier whose server reads markup escapes it. */
  readonly body: string;
  readonly buttons: readonly { readonly key: string; readonly label: string }[];
  /** A button's key, or "open" for a click on the message itself. */
  chosen(key: string): void;
}

/** Where a desktop offers none. */
export const noNotifier: Notifier = { show() { /* nobody to show it to */ }, withdraw() { /* nothing stands */ } };
