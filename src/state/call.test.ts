/** Whatever a script hands over, the answer is a RangeError that names the field and its range. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodings } from '../encodings/index.ts';
import { asName, asOrder } from './call.ts';
import { patched } from './patch.ts';
import { defaultParams, defaultSpec, fields, paramsOf } from './spec.ts';

/** What goes wrong, or `taken`. */
function outcome(call: () => unknown): string {
  try {
    call();
    return 'taken';
  } catch (error) {
    return error instanceof RangeError ? error.message : `not a RangeError: ${String(error)}`;
  }
}

const revoked = Proxy.revocable({}, {});
revoked.revoke();
const thrower = {
  get length() {
    throw new TypeError('mine');
  },
};

/** Values of every type that a script can hold. */
const odd: readonly unknown[] = [
  undefined,
  null,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -0.5,
  10n ** 30n,
  true,
  '',
  '\0',
  '\ud800',
  'x'.repeat(1e6),
  Symbol('s'.repeat(1000)),
  Symbol.iterator,
  () => 7,
  Date,
  [],
  Array(1e6),
  ['0', '1'],
  [Number.NaN],
  {},
  Object.create(null),
  { toString: 1, valueOf: 1 },
  new Map([['length', 5]]),
  new Date(Number.NaN),
  new Float32Array(3),
  Object(7),
  Object('rope'),
  revoked.proxy,
  thrower,
];
const anything = fc.oneof(
  // fast-check itself cannot look at a revoked proxy.
  fc.constantFrom(...odd.filter((value) => value !== revoked.proxy)),
  fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true, withDate: true }),
);

describe('apply', () => {
  it('names the field and says its range, whatever the value', () => {
    for (const { id } of encodings) {
      const spec = { ...defaultSpec, encoding: id, params: defaultParams(id) };
      for (const param of [...fields, ...paramsOf(id)]) {
        const patch = (value: unknown) =>
          param.name in spec ? { [param.name]: value } : { params: { [param.name]: value } };
        const right = new RegExp(`^(taken$|${param.name}: .{1,90} (is|does) .*|${id}: .)`, 's');
        const said = odd.map((value) => outcome(() => patched(spec, patch(value))));
        const wrong = said.filter((each) => !right.test(each));
        expect(wrong, `${id} ${param.name}`).toEqual([]);
      }
    }
  });

  it('takes no patch but an object of fields', () => {
    fc.assert(
      fc.property(anything, (patch) => {
        const said = outcome(() => patched(defaultSpec, patch));
        expect(said).not.toMatch(/^not a/);
        const params = outcome(() => patched(defaultSpec, { params: patch }));
        expect(params).not.toMatch(/^not a/);
      }),
      { seed: 7, numRuns: 2000 },
    );
    for (const [value, said] of [
      [thrower, 'patch: an object is not an object of fields by name'],
      [revoked.proxy, 'patch: an object is not an object of fields by name'],
    ] as const) {
      expect(outcome(() => patched(defaultSpec, value))).toBe(said);
    }
  });

  it('takes a number that reads as an option', () => {
    const origin = (value: unknown) =>
      patched(defaultSpec, { encoding: 'circular', params: { origin: value } }).params.origin;
    expect([origin(0), origin(1), origin('1')]).toEqual(['0', '1', '1']);
    expect(outcome(() => origin(2))).toBe('origin: 2 is not one of 0, 1');
    expect(outcome(() => origin(0.5))).toBe('origin: 0.5 is not one of 0, 1');
  });
});

it('read names what there is, whatever the name', () => {
  for (const value of odd.filter((each) => typeof each !== 'string')) {
    expect(outcome(() => asName('read', value, ['positions', 'weights']))).toMatch(
      /^read: .{1,90} is no name; there are positions, weights$/s,
    );
  }
  expect(asName('read', 'weights', [])).toBe('weights');
});

describe('permute', () => {
  it('takes every order of the places, and nothing else', () => {
    const order = fc.integer({ min: 1, max: 30 }).chain((length) =>
      fc.shuffledSubarray(
        Array.from({ length }, (_, i) => i),
        { minLength: length },
      ),
    );
    fc.assert(
      fc.property(order, (each) => {
        expect(asOrder(each, each.length)).toEqual(each);
      }),
      { seed: 7 },
    );
    fc.assert(
      fc.property(anything, (value) => {
        const one = Array.isArray(value) && value.length === 1 && value[0] === 0;
        const said = outcome(() => asOrder(value, 1));
        expect(said).toMatch(one ? /^taken$/ : /^order: .{1,90} 0…0, each once$/s);
      }),
      { seed: 7, numRuns: 1000 },
    );
  });

  it.each([
    [Array(3), 'order: undefined does not fit a list of 0…2, each once'],
    [[0, 1, Number.NaN], 'order: NaN does not fit a list of 0…2, each once'],
    [[0, 1, 1], 'order: 1 does not fit a list of 0…2, each once'],
    [[0, 1, '2'], 'order: "2" does not fit a list of 0…2, each once'],
    [[0, 1, 1.5], 'order: 1.5 does not fit a list of 0…2, each once'],
    [[0, 1], 'order: a list of another length is not a list of 0…2, each once'],
    ['012', 'order: "012" is not a list of 0…2, each once'],
    [null, 'order: null is not a list of 0…2, each once'],
  ])('refuses %j with the reason', (order: unknown, message) => {
    expect(outcome(() => asOrder(order, 3))).toBe(message);
  });
});
