// JSON.parse keeps the last of two equal keys without a word. In evidence that is a choice nobody made, so a record with
// a repeated key is rejected. The text is known to be valid JSON here.

/**
 * The JSON path of the first key that stands twice in one object, or null.
 * @param text valid JSON
 */
export function duplicateKeyPath(text: string): string | null {
  const scanner = new Scanner(text);
  return scanner.value('$');
}

class Scanner {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  value(path: string): string | null {
    this.skipSpace();
    const first = this.text.charAt(this.at);
    if (first === '{') return this.object(path);
    if (first === '[') return this.array(path);
    if (first === '"') this.string();
    else while (this.at < this.text.length && !',]} \t\r\n'.includes(this.text.charAt(this.at))) this.at += 1;
    return null;
  }

  private object(path: string): string | null {
    const seen = new Set<string>();
    this.at += 1;
    for (this.skipSpace(); this.text.charAt(this.at) !== '}'; this.skipSpace()) {
      if (this.text.charAt(this.at) === ',') {
        this.at += 1;
        continue;
      }
      const key: unknown = JSON.parse(this.string());
      const keyPath = `${path}.${String(key)}`;
      if (seen.has(String(key))) return keyPath;
      seen.add(String(key));
      this.skipSpace();
      this.at += 1; // the colon
      const inside = this.value(keyPath);
      if (inside !== null) return inside;
    }
    this.at += 1;
    return null;
  }

  private array(path: string): string | null {
    this.at += 1;
    let index = 0;
    for (this.skipSpace(); this.text.charAt(this.at) !== ']'; this.skipSpace()) {
      if (this.text.charAt(this.at) === ',') {
        this.at += 1;
        index += 1;
        continue;
      }
      const inside = this.value(`${path}[${String(index)}]`);
      if (inside !== null) return inside;
    }
    this.at += 1;
    return null;
  }

  private string(): string {
    const start = this.at;
    this.at += 1;
    while (this.text.charAt(this.at) !== '"') this.at += this.text.charAt(this.at) === '\\' ? 2 : 1;
    this.at += 1;
    return this.text.slice(start, this.at);
  }

  private skipSpace(): void {
    while (' \t\r\n'.includes(this.text.charAt(this.at)) && this.at < this.text.length) this.at += 1;
  }
}
