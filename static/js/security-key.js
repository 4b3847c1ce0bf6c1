/* Asks a security key or passkey to speak for its owner: the one thing here that needs script. What it
 * says goes into a field and with the form to the server, which judges it.
 *
 *   form[data-security-key]   "create" or "get"; data-options is what the server asks, as JSON
 *   [data-key-button]         hidden until a key can be asked
 *   [data-key-error]          hidden until that has failed
 *   [data-key-missing]        says that it cannot be done here; hidden where it can
 */
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !window.isSecureContext) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const asked = (options) => {
    const ready = { ...options, challenge: bytes(options.challenge) };
    if (options.user) ready.user = { ...options.user, id: bytes(options.user.id) };
    if (options.allowCredentials) ready.allowCredentials = known(options.allowCredentials);
    if (options.excludeCredentials) ready.excludeCredentials = known(options.excludeCredentials);
    return ready;
  };

  const FIELDS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const said = (credential) => ({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(
      FIELDS.filter((name) => credential.response[name]).map((name) => [
        name,
        text(credential.response[name]),
      ]),
    ),
  });

  for (const form of document.querySelectorAll("form[data-security-key]")) {
    const button = form.querySelector("[data-key-button]");
    const error = form.querySelector("[data-key-error]");
    button.hidden = false;
    for (const missing of form.querySelectorAll("[data-key-missing]")) missing.hidden = true;
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      error.hidden = true;
      button.disabled = true;
      try {
        const { publicKey } = JSON.parse(form.dataset.options);
        const credential = await navigator.credentials[form.dataset.securityKey]({ publicKey: asked(publicKey) });
        form.elements.credential.value = JSON.stringify(said(credential));
        form.submit();
      } catch {
        error.hidden = false; // refused by its owner, or it took too long
        button.disabled = false;
        button.focus();
      }
    });
  }
})();
