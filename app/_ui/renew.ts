type Router = { refresh(): void; replace(href: string, options: { scroll: boolean }): void };

let isAddressAhead = false;

/** Changes the address without the server. */
export function setAddress(href: string): void {
  window.history.replaceState(null, '', href);
  isAddressAhead = true;
}

/**
 * Has the page fetched again, as its address is now. What the router has fetched has to be what the address says before
 * it may be refreshed: else it starts over when the answer is of another address, and scrolls to the top.
 */
export function renew(router: Router): void {
  if (isAddressAhead) router.replace(window.location.pathname + window.location.search, { scroll: false });
  else router.refresh();
  isAddressAhead = false;
}
