import { expect, test } from 'vitest';
import { ip6Bytes, ip6Network, ip6Text } from './ip-text.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

test.each([
  ['20010db8000000000000000000000001', '2001:db8::1'],
  ['fe8000000000000002fffefffe770001', 'fe80::2ff:feff:fe77:1'],
  ['00000000000000000000000000000000', '::'],
  ['20010db8000100020003000400050006', '2001:db8:1:2:3:4:5:6'],
  ['20010000000100000000000000000001', '2001:0:1::1'],
  ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
])('%s is %s', (hex, text) => {
  expect(ip6Text(bytes(hex))).toBe(text);
});

test('other than 16 bytes is no address', () => {
  expect(ip6Text(bytes('7f000001'))).toBe('');
});

test.each([
  ['fd77:1::ff:fe77:102', 64, 'fd77:1::'],
  ['2001:db8:1:2:3:4:5:6', 48, '2001:db8:1::'],
  ['2001:db8:abcd:ef12::1', 60, '2001:db8:abcd:ef10::'],
  ['fd00::1', 128, 'fd00::1'],
])('the network of %s/%s is %s', (address, prefix, network) => {
  expect(ip6Network(address, prefix)).toBe(network);
});

test('an IPv6 address in text is the bytes that the text was made of', () => {
  for (const address of ['::', '::1', 'fe80::1', '2001:db8::53', '2001:db8:1:2:3:4:5:6']) expect(ip6Text(ip6Bytes(address))).toBe(address);
  expect(ip6Text(ip6Bytes('::ffff:192.0.2.1'))).toBe('::ffff:c000:201');
});
