/** A line grew beyond what is taken. */
export class LineTooLongError extends Error {
  override name = 'LineTooLongError';
}

const newline = 10;

/** Cuts what comes in into lines of UTF-8. What is kept of an unfinished line is at most `longest` bytes. */
export class LineReader {
  #parts: Buffer[] = [];
  #length = 0;

  constructor(private readonly longest: number, private readonly onLine: (line: string) => void) {}

  /** Bytes of a line that has no end yet. */
  get unfinished(): number { return this.#length; }

  /** @throws LineTooLongError; nothing more may be pushed then */
  push(chunk: Buffer): void {
    let from = 0;
    for (;;) {
      const at = chunk.indexOf(newline, from);
      if (at < 0) break;
      const piece = chunk.subarray(from, at);
      from = at + 1;
      if (this.#length + piece.length > this.longest) throw new LineTooLongError();
      const line = this.#length === 0 ? piece : Buffer.concat([...this.#parts, piece]);
      this.#parts = [];
      this.#length = 0;
      if (line.length > 0) this.onLine(line.toString('utf8'));
    }
    if (from >= chunk.length) return;
    const rest = chunk.subarray(from);
    this.#length += rest.length;
    if (this.#length > this.longest) throw new LineTooLongError();
    // A copy: what the chunk was cut from may be much longer.
    this.#parts.push(Buffer.from(rest));
  }
}
