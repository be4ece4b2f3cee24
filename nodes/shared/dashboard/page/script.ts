/**
 * Makes links and filters of the page change its content without a reload. n8n sends HTML with the
 * policy `sandbox`: the page has no origin, and its requests no login. So it asks with the token it
 * was given (request/pageToken.ts). Everything works without it: without a token and an origin it does
 * nothing, and when a request fails it goes to the address as a link would, which asks for the login
 * and brings a new token.
 */
export const SCRIPT = `
(() => {
	const tokenOf = (page) => {
		const meta = page.querySelector('meta[name=jeton]');
		return meta ? meta.content : '';
	};
	let token = tokenOf(document);
	if ((self.origin === 'null' && token === '') || !window.fetch || !history.pushState) return;
	const announcement = document.getElementById('annonce');
	const here = () => location.pathname + location.search;
	let shown = here();
	let request = null;
	let timer = 0;
	const ask = (address, signal) => {
		if (token === '') return fetch(address, { signal, credentials: 'same-origin' });
		const body = new URLSearchParams({ jeton: token, requete: new URL(address).search });
		const headers = { 'X-Auth-Token': token.split('.')[1] };
		return fetch(location.pathname, { method: 'POST', headers, body, signal, credentials: 'omit' });
	};
	const cancel = () => {
		clearTimeout(timer);
		if (request) request.abort();
	};
	const remember = (main) => {
		const field = document.activeElement;
		const id = field && main.contains(field) ? field.id : '';
		const at = id && field.type === 'search' ? field.selectionStart : null;
		const open = [...main.querySelectorAll('details[id][open]')].map((details) => details.id);
		return () => {
			for (const name of open) {
				const details = document.getElementById(name);
				if (details) details.open = true;
			}
			const again = id && document.getElementById(id);
			if (!again) return;
			again.focus({ preventScroll: true });
			if (at !== null) again.setSelectionRange(at, at);
		};
	};
	const show = (text, address, isNew) => {
		const page = new DOMParser().parseFromString(text, 'text/html');
		const main = document.querySelector('main');
		const next = page.querySelector('main');
		if (!next) throw new Error('no main');
		token = tokenOf(page);
		const restore = remember(main);
		main.replaceWith(document.adoptNode(next));
		const header = page.querySelector('header');
		if (header) document.querySelector('header').replaceWith(document.adoptNode(header));
		document.title = page.title;
		if (isNew) history.pushState(null, '', address);
		shown = here();
		restore();
		const count = document.getElementById('compte');
		announcement.textContent = count ? count.textContent : '';
	};
	const load = async (address, isNew) => {
		cancel();
		const own = (request = new AbortController());
		document.querySelector('main').setAttribute('aria-busy', 'true');
		try {
			const response = await ask(address, own.signal);
			if (!response.ok) throw new Error(String(response.status));
			const text = await response.text();
			if (own === request) show(text, address, isNew);
		} catch (error) {
			if (!own.signal.aborted) location.assign(address);
		}
	};
	const submit = (form) => {
		const address = new URL(location.pathname, location.href);
		for (const [name, value] of new FormData(form)) {
			if (value !== '') address.searchParams.append(name, value);
		}
		load(address.href, true);
	};
	document.addEventListener('click', (event) => {
		const link = event.target.closest('a[data-live]');
		const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
		if (!link || !isPlain) return;
		event.preventDefault();
		load(link.href, true);
	});
	document.addEventListener('submit', (event) => {
		if (!event.target.matches('form[data-live]')) return;
		event.preventDefault();
		submit(event.target);
	});
	document.addEventListener('change', (event) => {
		const form = event.target.closest('form[data-live]');
		if (form && event.target.type !== 'search') submit(form);
	});
	document.addEventListener('input', (event) => {
		const form = event.target.closest('form[data-live]');
		if (!form || event.target.type !== 'search') return;
		cancel();
		timer = setTimeout(() => submit(form), 250);
	});
	addEventListener('popstate', () => {
		if (here() !== shown) load(location.href, false);
	});
})();
`.replace(/\n\t*/g, '\n');
