/**
 * The operations of a formula on float32 tensors, with broadcasting. Truth is a number here, too:
 * 1 or 0, and what is not 0 counts as true.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../tensors.ts';
import type { BinaryOperator, FunctionName } from './syntax.ts';

type Operation = (a: Tensor, b: Tensor) => Tensor;

export const binaryOperations: Readonly<Record<Exclude<BinaryOperator, '^'>, Operation>> = {
  '+': (a, b) => tf.add(a, b),
  '-': (a, b) => tf.sub(a, b),
  '*': (a, b) => tf.mul(a, b),
  '/': (a, b) => tf.div(a, b),
  '<': (a, b) => number(tf.less(a, b)),
  '<=': (a, b) => number(tf.lessEqual(a, b)),
  '>': (a, b) => number(tf.greater(a, b)),
  '>=': (a, b) => number(tf.greaterEqual(a, b)),
  '==': (a, b) => number(tf.equal(a, b)),
  '!=': (a, b) => number(tf.notEqual(a, b)),
  and: (a, b) => tf.mul(truth(a), truth(b)),
  or: (a, b) => tf.maximum(truth(a), truth(b)),
};

export const callOperations: Readonly<
  Record<FunctionName, (first: Tensor, ...rest: Tensor[]) => Tensor>
> = {
  sin: (x) => tf.sin(x),
  cos: (x) => tf.cos(x),
  tan: (x) => tf.tan(x),
  exp: (x) => tf.exp(x),
  log: (x) => tf.log(x),
  sqrt: (x) => tf.sqrt(x),
  abs: (x) => tf.abs(x),
  floor: (x) => tf.floor(x),
  mod: (a, ...rest) => rest.reduce(modulo, a),
  min: (first, ...rest) => rest.reduce((least, x) => tf.minimum(least, x), first),
  max: (first, ...rest) => rest.reduce((most, x) => tf.maximum(most, x), first),
};

/** a − b⌊a/b⌋, of the sign of b. */
function modulo(a: Tensor, b: Tensor): Tensor {
  return remainder(a, b, tf.floor(tf.div(a, b)));
}

/**
 * a − b · turns, with turns one too many or too few put right: WGSL divides to within 2.5 units in
 * the last place, so the floor of a quotient that is whole may come out one below it.
 */
export function remainder(a: Tensor, b: Tensor, turns: Tensor): Tensor {
  const rest = tf.sub(a, tf.mul(b, turns));
  const raised = tf.add(rest, tf.mul(b, number(tf.less(tf.mul(rest, b), 0))));
  return tf.sub(raised, tf.mul(b, number(tf.greaterEqual(tf.abs(raised), tf.abs(b)))));
}

/** By squaring: x¹³ = x · (x²)² · ((x²)²)². */
export function wholePower(x: Tensor, exponent: number): Tensor {
  if (exponent === 1) return x;
  const half = wholePower(tf.mul(x, x), Math.floor(exponent / 2));
  return exponent % 2 === 0 ? half : tf.mul(half, x);
}

/** Truths as numbers, 1 and 0. */
function number(truths: Tensor): Tensor {
  return tf.cast(truths, 'float32');
}

/** 1 where a number counts as true, 0 elsewhere. */
export function truth(x: Tensor): Tensor {
  return number(tf.notEqual(x, 0));
}
