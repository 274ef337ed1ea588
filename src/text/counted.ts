/** A number with its English noun: 1 head, 4 heads, 2 frequencies. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
