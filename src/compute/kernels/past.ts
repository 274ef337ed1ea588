/** Rows that follow those of each head (attention/past.ts). */
import { int, registerWgsl } from './program.ts';

/** rows [head · position, dHead] from a cell on, past [head, room before, dHead] or none → [head, room, dHead]. */
export function registerAppendRows(): void {
  registerWgsl('AppendRows', ['rows'], ({ rows, past }, attributes) => {
    const of = (name: string) => Number(attributes[name]);
    const [heads, room, columns] = [of('heads'), of('room'), of('columns')];
    return {
      inputs: { rows, past },
      outputShape: [heads, room, columns],
      uniforms: [
        int('first', of('from')),
        int('count', of('count')),
        int('before', of('before')),
        int('room', room),
        int('roomBefore', past?.shape[1] ?? 0),
        int('columns', columns),
      ],
      variant: past ? 'past' : 'none',
      per: 'cell',
      body: /* wgsl */ `
        let column = index % uniforms.columns;
        let row = (index / uniforms.columns) % uniforms.room;
        let head = index / (uniforms.columns * uniforms.room);
        let own = row - uniforms.before;
        var value = 0.0;
        if (own >= 0 && own < uniforms.count) {
          value = rows[uniforms.first + (head * uniforms.count + own) * uniforms.columns + column];
        }
        ${past ? 'if (own < 0) { value = past[(head * uniforms.roomBefore + row) * uniforms.columns + column]; }' : ''}
        result[index] = value;`,
    };
  });
}
