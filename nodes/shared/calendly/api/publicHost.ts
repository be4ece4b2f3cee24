/**
 * Names that never lead to a machine on the internet: RFC 6761, 6762 (.local), 8375 (home.arpa),
 * ICANN's .internal, and what routers use without asking anybody.
 */
const PRIVATE_NAMES =
	/(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home|home\.arpa|test|example|invalid)$/;

/** IPv4 blocks that are not reachable from the internet, https://www.iana.org/assignments/iana-ipv4-special-registry */
const PRIVATE_IPV4: ReadonlyArray<[block: string, bits: number]> = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 3],
];

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/**
 * Whether a host name, as `URL.hostname` gives it, can be reached from the internet. `URL` has
 * already brought `127.1`, `0x7f000001` and `[0:0:0:0:0:0:0:1]` into their one form.
 */
export function isPublicHost(hostname: string): boolean {
	const name = hostname.toLowerCase().replace(/\.+$/, '');
	if (name.startsWith('[')) return isPublicIpv6(name.slice(1, -1));
	if (IPV4.test(name)) return isPublicIpv4(name);
	return name.includes('.') && !PRIVATE_NAMES.test(name);
}

function isPublicIpv4(address: string): boolean {
	return !PRIVATE_IPV4.some(
		([block, bits]) => prefix(numberOf(address), bits) === prefix(numberOf(block), bits),
	);
}

function numberOf(address: string): number {
	return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function prefix(address: number, bits: number): number {
	return Math.floor(address / 2 ** (32 - bits));
}

/** Global unicast is 2000::/3 (RFC 4291 §2.4); 2001:db8::/32 is for documentation. */
function isPublicIpv6(address: string): boolean {
	return /^[23][\da-f]{3}:/.test(address) && !/^2001:db8:/.test(address);
}
