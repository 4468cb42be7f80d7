/** Where this script came from: its server is the agent's unless the page names another; its nonce is good for styles. */
export const home = { url: document.baseURI, nonce: "" };
