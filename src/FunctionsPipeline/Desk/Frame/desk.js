// The desk works without this file. Each part finds its elements by attributes and does nothing where there are none.
"use strict";

// A button that was pressed is not pressed again while its answer is on the way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || event.submitter?.matches("[data-again], [formtarget]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
});

// A page that comes back from the browser's history can be used again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[type=submit]")) button.removeAttribute("aria-disabled");
  }
});

// A menu closes when something else is pressed, and by Escape.
for (const menu of document.querySelectorAll(".desk-person")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// The current entry of the navigation is in sight, however narrow the screen.
document.querySelector("nav [aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A page that waits for an answer loads itself again, as long as someone looks at it.
for (const waiting of document.querySelectorAll("[data-refresh]")) {
  const again = () => {
    const busy = document.querySelector("details[open], :focus:is(input, textarea, select)");
    if (document.visibilityState === "visible" && !busy) location.reload();
    else setTimeout(again, 2000);
  };
  setTimeout(again, Number(waiting.dataset.refresh) * 1000);
}

// What needs scripts is shown, and what stands in for it goes.
for (const part of document.querySelectorAll("[data-script]")) part.hidden = false;
for (const part of document.querySelectorAll("[data-no-script]")) part.hidden = true;

const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
};

// Unsaved text stays in this browser until it is stored.
const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "submit");
for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = "desk-draft:" + form.dataset.draft;
  const values = () => Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
  const first = JSON.stringify(values());
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(key));
  } catch {
    localStorage.removeItem(key);
  }
  if (kept && JSON.stringify(kept.values) !== first) {
    const bar = element("p", document.documentElement.dataset.textUnsaved + " ", "unsaved");
    const restore = element("button", document.documentElement.dataset.textRestore, "button quiet");
    const discard = element("button", document.documentElement.dataset.textDiscard, "plain");
    restore.type = discard.type = "button";
    restore.addEventListener("click", () => {
      for (const field of fieldsOf(form)) if (field.name in kept.values) field.value = kept.values[field.name];
      bar.remove();
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
    discard.addEventListener("click", () => {
      localStorage.removeItem(key);
      bar.remove();
    });
    bar.append(restore, " ", discard);
    form.prepend(bar);
  }
  form.addEventListener("input", () => localStorage.setItem(key, JSON.stringify({ values: values() })));
  form.addEventListener("submit", () => sessionStorage.setItem("desk-sent", key));
}
// A page that says that something was stored follows the form that was sent.
if (document.querySelector(".said") && sessionStorage.getItem("desk-sent")) {
  localStorage.removeItem(sessionStorage.getItem("desk-sent"));
  sessionStorage.removeItem("desk-sent");
}

// The live preview: by the real renderer, a moment after the last key.
for (const form of document.querySelectorAll("form[data-write]")) {
  const frame = document.getElementById("live");
  const list = document.getElementById("findings");
  const none = document.getElementById("no-findings");
  let shown = "page";
  let answer = null;
  let asked = 0;
  const draw = () => {
    const html = answer && answer[shown];
    const page = frame.contentDocument;
    if (!html || !page) return;
    const top = page.documentElement.scrollTop;
    // Parsed in the frame, whose policy allows styles in the text; scripts run nowhere in it.
    page.documentElement.innerHTML = html;
    page.documentElement.scrollTop = top;
  };
  const tell = () => {
    list.replaceChildren(
      ...answer.findings.map((finding) => {
        const item = element("li", "", "finding-" + finding.severity);
        const head = element("p", "", "finding-head");
        head.append(element("strong", finding.severityText), finding.where ? " · " + finding.where : "");
        item.append(head, element("p", finding.message));
        if (finding.fix) item.append(element("p", finding.fix, "fix"));
        return item;
      }),
    );
    none.hidden = answer.findings.length > 0;
  };
  const look = async () => {
    const number = ++asked;
    const body = new URLSearchParams(new FormData(form));
    try {
      const response = await fetch(form.dataset.try, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!response.ok || number !== asked) return;
      answer = await response.json();
      tell();
      draw();
    } catch {
      // Without a connection the text stays, and the next key tries again.
    }
  };
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 700);
  });
  frame.addEventListener("load", draw);
  for (const button of document.querySelectorAll("[data-show]"))
    button.addEventListener("click", () => {
      shown = button.dataset.show;
      for (const other of document.querySelectorAll("[data-show]"))
        other.setAttribute("aria-pressed", String(other === button));
      draw();
    });
  // No one is told of mistakes in what they have not begun to write.
  if (form.elements.text.value.trim()) look();

  // A picture from the clipboard becomes a file beside the article.
  const text = form.elements.text;
  text.addEventListener("paste", (event) => {
    const picture = [...event.clipboardData.files].find((file) => file.type.startsWith("image/"));
    if (!picture) return;
    event.preventDefault();
    insert(picture, "pasted");
  });
  // Or one that is chosen, which is all that a phone can do.
  const chosen = document.getElementById("picture");
  chosen.addEventListener("change", () => {
    if (chosen.files[0]) insert(chosen.files[0], "picture");
    chosen.value = "";
  });
  const insert = async (picture, word) => {
    const folder = form.elements.file.value.split("/").slice(0, -1).join("/");
    const kind = picture.type.split("/")[1].replace("svg+xml", "svg");
    const name = "images/" + word + "-" + new Date().toISOString().replace(/\D/g, "").slice(0, 17) + "." + kind;
    const sent = await send(form.dataset.upload, form.elements["desk-form"].value, (folder ? folder + "/" : "") + name, picture);
    if (sent?.outcome !== "saved") return;
    // The cursor stands where the picture is to be described.
    const at = text.selectionStart;
    text.setRangeText(`![](${name})`, at, text.selectionEnd, "end");
    text.focus();
    text.setSelectionRange(at + 2, at + 2);
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

// Sends one file, and tells how far it is. A lost connection is tried again: a file that arrived is known by its content.
function send(address, token, name, file, progress, over) {
  const once = () =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const query = new URLSearchParams({ name });
      if (over) query.set("over", over);
      request.open("POST", address + "?" + query);
      request.setRequestHeader("X-Desk-Form", token);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.onprogress = (event) => progress?.(event.loaded / Math.max(1, event.total));
      request.onload = () => {
        if (request.status === 401) resolve({ outcome: "over" });
        else if (request.status === 413) resolve({ outcome: "tooLarge" });
        else if (request.status >= 500) resolve(null);
        else
          try {
            resolve(JSON.parse(request.responseText));
          } catch {
            resolve({ outcome: "over" });
          }
      };
      request.onerror = () => resolve(null);
      request.send(file);
    });
  return (async () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      const answer = await once();
      if (answer) return answer;
      progress?.(null);
      await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
    }
    return null;
  })();
}

for (const form of document.querySelectorAll("form[data-uploads]")) {
  const list = document.getElementById("uploads");
  const words = form.dataset;
  const sum = document.getElementById("upload-sum");
  const queue = [];
  let busy = 0;
  let [sent, all] = [0, 0];
  const tell = () => {
    sum.textContent = words.textSum.replace("{sent}", sent).replace("{all}", all);
    sum.hidden = false;
  };

  const follow = async (name, state) => {
    for (let i = 0; i < 200; i++) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(1000 + 100 * i, 5000)));
      try {
        const response = await fetch(words.answer + "?" + new URLSearchParams({ file: name }), {
          headers: { Accept: "application/json" },
        });
        if (!response.ok || response.redirected) return;
        const answer = await response.json();
        state.textContent = answer.text;
        state.className = "state state-" + answer.state;
        if (answer.isAnswered) return;
      } catch {
        // Offline for a moment: it is asked again.
      }
    }
  };

  const take = async ({ name, file, item, over }) => {
    const bar = element("progress");
    bar.max = 1;
    bar.setAttribute("aria-label", name);
    const state = element("span", words.textSending, "state");
    item.replaceChildren(element("span", name, "what"), " ", state, bar);
    if (file.size > Number(words.megabytes) * 1000000) {
      bar.remove();
      state.textContent = words.textLarge;
      state.className = "state state-rejected";
      return;
    }
    const answer = await send(
      words.uploads,
      words.token,
      name,
      file,
      (part) => {
        if (part === null) state.textContent = words.textLost;
        else bar.value = part;
      },
      over,
    );
    bar.remove();
    state.textContent = answer?.text ?? (answer?.outcome === "over" ? words.textOver : answer ? words.textLarge : words.textLost);
    state.className = "state state-" + (answer?.outcome === "saved" ? "published" : "rejected");
    if (answer?.outcome === "saved" && answer.href) {
      const link = element("a", answer.name);
      link.href = answer.href;
      item.replaceChildren(link, " ", state);
      follow(answer.name, state);
    } else if ((answer?.outcome === "exists" || answer?.outcome === "changed") && answer.version) {
      const replace = element("button", words.textReplace, "button quiet");
      replace.type = "button";
      replace.addEventListener("click", () => {
        queue.push({ name, file, item, over: answer.version });
        all++;
        work();
      });
      item.append(" ", replace);
    }
  };

  // Pictures first: an article is then whole when it is read.
  const work = async () => {
    while (busy < 3 && queue.length > 0) {
      busy++;
      const next = queue.shift();
      take(next).finally(() => {
        busy--;
        sent++;
        tell();
        work();
      });
    }
  };
  const add = (files) => {
    for (const { name, file } of files.sort((a, b) => /\.(md|txt|markdown)$/i.test(a.name) - /\.(md|txt|markdown)$/i.test(b.name))) {
      const item = element("li", name);
      list.append(item);
      queue.push({ name, file, item });
      all++;
    }
    tell();
    work();
  };
  for (const input of form.querySelectorAll("input[type=file]"))
    input.addEventListener("change", () => {
      add([...input.files].map((file) => ({ name: file.webkitRelativePath || file.name, file })));
      input.value = "";
    });

  const walk = async (entry, path) => {
    if (entry.isFile)
      return [{ name: path + entry.name, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) }];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) break;
      for (const child of some) found.push(...(await walk(child, path + entry.name + "/")));
    }
    return found;
  };
  addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  addEventListener("dragleave", () => form.classList.remove("over"));
  addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("over");
    // All at once: the items are gone after the first wait. What is no folder and no file of a disk has no entry.
    const items = [...event.dataTransfer.items].map((item) => [item.webkitGetAsEntry?.(), item.getAsFile()]);
    const found = [];
    for (const [entry, file] of items) {
      if (entry) found.push(...(await walk(entry, "")));
      else if (file) found.push({ name: file.name, file });
    }
    add(found);
  });
}
