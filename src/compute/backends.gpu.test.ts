import { getBackend, setBackend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { backendSuite } from '../testing/backends.suite.ts';
import { testDevice } from '../testing/device.ts';
import { openDevice } from './device.ts';

backendSuite('webgpu', async () => {
  const device = await testDevice('auto');
  expect(device.fallback).toBeNull();
  expect(device.adapter).not.toBe('');
  console.log(`adapter: ${device.adapter}`);
  return device.backend;
});

backendSuite('cpu', async () => {
  await openDevice('off');
  await setBackend('cpu');
  return getBackend();
});

it('says why there is no WebGPU when there is no adapter', async () => {
  const request = navigator.gpu.requestAdapter.bind(navigator.gpu);
  navigator.gpu.requestAdapter = async () => null;
  try {
    expect((await openDevice('auto')).fallback).toBe('no-adapter');
  } finally {
    navigator.gpu.requestAdapter = request;
  }
});
