// A web client on npm's masto, on which Elk and Phanpy are built: a page of another origin that nobody but the browser
// helps to speak with the server. tests/journeys/test_web_client.py serves and uses it.

import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } from "masto";

const SCOPES = "read write follow";
const here = new URL(location.pathname, location).href;
const at = (id) => document.getElementById(id);
let session; // { url, app, accessToken, rest, pages, shown }

// -- letting in -------------------------------------------------------------------------------------------------------

const random = () => crypto.randomUUID() + crypto.randomUUID();

/** RFC 7636, section 4.2. */
async function challengeOf(verifier) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return btoa(String.fromCharCode(...new Uint8Array(digest))).replace(/[+/=]/g, (sign) => ({ "+": "-", "/": "_" })[sign] ?? "");
}

async function askToBeLetIn(url) {
  const words = { clientName: "Alder", redirectUris: here, scopes: SCOPES, website: here };
  const app = await createRestAPIClient({ url }).v1.apps.create(words);
  const [verifier, state] = [random(), random()];
  sessionStorage.setItem("asked", JSON.stringify({ url, app, verifier, state }));
  const query = {
    response_type: "code",
    client_id: app.clientId,
    redirect_uri: here,
    scope: SCOPES,
    state,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: "S256",
  };
  location.assign(`${url}/oauth/authorize?${new URLSearchParams(query)}`);
}

async function comeBack(answer) {
  const { url, app, verifier, state } = JSON.parse(sessionStorage.getItem("asked"));
  history.replaceState(null, "", here);
  if (answer.get("state") !== state) throw new Error("This answers another question");
  if (!answer.has("code")) throw new Error(`Not let in: ${answer.get("error")}`);
  const token = await createOAuthAPIClient({ url }).token.create({
    grantType: "authorization_code",
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    redirectUri: here,
    code: answer.get("code"),
    codeVerifier: verifier,
    scope: SCOPES,
  });
  await open({ url, app, accessToken: token.accessToken });
}

async function signOut() {
  const { url, app, accessToken } = session;
  const { clientId, clientSecret } = app;
  await createOAuthAPIClient({ url }).revoke({ clientId, clientSecret, token: accessToken });
  at("who").textContent = "Signed out";
  await session.rest.v1.accounts.verifyCredentials(); // must fail
}

// -- being in ---------------------------------------------------------------------------------------------------------

async function open({ url, app, accessToken }) {
  const rest = createRestAPIClient({ url, accessToken });
  session = { url, app, accessToken, rest, shown: new Set() };
  const [me, instance] = await Promise.all([rest.v1.accounts.verifyCredentials(), rest.v2.instance.fetch()]);
  at("who").textContent = `@${me.acct} at ${instance.title}, ${instance.configuration.statuses.maxCharacters} characters`;
  at("sign-in").hidden = true;
  at("signed-in").hidden = false;
  session.pages = rest.v1.timelines.home.list({ limit: 1 }).values();
  await older();
  listen(instance.configuration.urls.streaming, accessToken).catch(tell);
}

async function listen(streamingApiUrl, accessToken) {
  const streaming = createStreamingAPIClient({ streamingApiUrl, accessToken, retry: false });
  for await (const { event, payload } of streaming.user.subscribe()) {
    if (event === "update") at("timeline").prepend(...rowOf(payload));
    if (event === "delete") at(`status-${payload}`)?.remove();
  }
}

async function older() {
  const { value, done } = await session.pages.next();
  at("older").hidden = done || value.length === 0;
  at("timeline").append(...(value ?? []).flatMap(rowOf));
}

/** Nothing for a status that is shown already: one's own comes as an answer and over the websocket. */
function rowOf(status) {
  if (session.shown.has(status.id)) return [];
  session.shown.add(status.id);
  const row = document.createElement("li");
  row.id = `status-${status.id}`;
  row.innerHTML = status.content; // it was made safe by the server
  row.prepend(`@${status.account.acct}: `);
  for (const { previewUrl, description } of status.mediaAttachments) {
    row.append(Object.assign(document.createElement("img"), { crossOrigin: "anonymous", src: previewUrl, alt: description }));
  }
  row.append(button("Delete", () => remove(status.id)));
  return [row];
}

function button(label, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  made.addEventListener("click", honest(act));
  return made;
}

async function remove(id) {
  await session.rest.v1.statuses.$select(id).remove();
  at(`status-${id}`)?.remove();
}

async function write(form) {
  const { v1, v2 } = session.rest;
  const file = form.get("file");
  const media = file.size ? [await v2.media.create({ file, description: form.get("description") })] : [];
  const words = { status: form.get("status"), mediaIds: media.map(({ id }) => id), language: "en" };
  const status = await v1.statuses.create(words, { requestInit: { headers: { "Idempotency-Key": random() } } });
  at("timeline").prepend(...rowOf(status));
}

async function search(q) {
  const { accounts, statuses } = await session.rest.v2.search.list({ q, resolve: true });
  at("found").replaceChildren(
    ...accounts.map(({ id, acct }) => found(`@${acct}`, button(`Follow @${acct}`, () => follow(id)))),
    ...statuses.map(({ content }) => found(new DOMParser().parseFromString(content, "text/html").body.textContent)),
  );
}

function found(...words) {
  const row = document.createElement("li");
  row.append(...words);
  return row;
}

async function follow(id) {
  const { following } = await session.rest.v1.accounts.$select(id).follow();
  at("found").replaceChildren(found(following ? "You follow them" : "You have asked to follow them"));
}

// -- the page ---------------------------------------------------------------------------------------------------------

/** Beside what is told already: a stream that ends may be heard of before or after the answer to a request. */
const tell = (error) => (at("alert").textContent += `${error.statusCode ?? error.name}: ${error.message} `);

/** What fails is told to the person, in the server's own words. */
function honest(act) {
  return async (...given) => {
    at("alert").textContent = "";
    await act(...given).catch(tell);
  };
}

function onSubmit(id, act) {
  const send = honest(act);
  at(id).addEventListener("submit", (event) => {
    event.preventDefault();
    send(new FormData(event.target));
  });
}

onSubmit("sign-in", (form) => askToBeLetIn(form.get("server")));
onSubmit("write", write);
onSubmit("search", (form) => search(form.get("q")));
at("older").addEventListener("click", honest(older));
at("sign-out").addEventListener("click", honest(signOut));
const answer = new URLSearchParams(location.search);
if (answer.has("state")) honest(comeBack)(answer);
