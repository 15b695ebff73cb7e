/* The map: a node lights what it is joined with, and what a filter leaves closes ranks.
   Everything is drawn when the site is built; loaded by donebook.js, only where there is a map. */
(function () {
  "use strict";

  // As in the layout that drew it (generator/donebook/pages/chart/layout.py).
  var NODE = 240, COLUMNS = [0, 360, 720], TOP = 30, GAP = 14, GROUP = 18, CLEAR = 6;
  var PORTS = { strong: -5, weak: 0, "red-flag": 5, misread: 0 };
  var ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  var clear = function () {};

  function all(part, selector) { return Array.from(part.querySelectorAll(selector)); }

  function show(part, shown) {
    if (shown) part.removeAttribute("display");
    else part.setAttribute("display", "none");
    return shown;
  }

  function curve(left, start, right, end) {
    var half = Math.floor((left + right) / 2);
    return "C" + half + " " + start + " " + half + " " + end + " " + right + " " + end;
  }

  function mount(chart) {
    var svg = chart.querySelector(".db-chart__picture svg");
    var nodes = [], columns = all(svg, ".db-column").map(function (column) {
      var parts = all(column, ".db-node, .db-group").map(function (part) {
        if (part.matches(".db-group")) return { part: part, height: GROUP, isGroup: true };
        var node = { part: part, height: Number(part.getAttribute("height")), stages: (part.dataset.stages || "").split(" ") };
        // By what everybody can share: numbers change with the playbook.
        node.id = new URL(part.querySelector("a").href).pathname.replace(/(?:\/index)?\.html$/, "").split("/").filter(Boolean).slice(-2).join("/");
        nodes[Number(part.dataset.n)] = node;
        return node;
      });
      // Where a drawing has no definitions of done, its second column holds the loss reasons.
      var x = Number(/\((\d+)/.exec(parts[0].part.getAttribute("transform"))[1]);
      return { part: column, parts: parts, number: COLUMNS.indexOf(x) };
    });
    columns.forEach(function (column) { column.parts.forEach(function (part) { part.column = column; }); });
    function ends(part) { return { part: part, from: nodes[part.dataset.a], to: nodes[part.dataset.b] }; }
    var lines = all(svg, ".db-line").map(ends);
    var rows = all(chart, ".db-leads tbody tr").map(ends);
    var stages = chart.querySelector("[data-stages]:is(select)"), entries = chart.querySelector("[data-entries]");
    var said = chart.querySelector("[data-said]");
    var picked = null, asked = new URLSearchParams(location.search);

    /* Lighting */
    function light(node) {
      chart.classList.toggle("db-chart--lit", !!node);
      nodes.forEach(function (other) { other.part.classList.toggle("db-lit", other === node); });
      lines.forEach(function (line) {
        var lit = !!node && (line.from === node || line.to === node);
        line.part.classList.toggle("db-lit", lit);
        if (!lit) return;
        line.from.part.classList.add("db-lit");
        line.to.part.classList.add("db-lit");
      });
    }

    function pick(node) {
      picked = node;
      light(node);
    }

    clear = function (target) {
      if (!target || !target.closest || !target.closest(".db-node, [data-entries]")) pick(chosen());
    };

    function chosen() { return entries.value === "" ? null : nodes[entries.value]; }

    function nodeOf(event) {
      var part = event.target.closest && event.target.closest(".db-node");
      return part ? nodes[part.dataset.n] : null;
    }

    svg.addEventListener("pointerover", function (event) { if (event.pointerType !== "touch") light(nodeOf(event) || picked); });
    svg.addEventListener("pointerleave", function () { light(picked); });
    svg.addEventListener("focusin", function (event) { pick(nodeOf(event)); });
    svg.addEventListener("focusout", function () { pick(chosen()); });
    // A finger can't hover: the first tap lights, the second one follows the link.
    var wasLit = null;
    svg.addEventListener("pointerdown", function () { wasLit = picked; });
    svg.addEventListener("click", function (event) {
      var node = nodeOf(event);
      if (!node || event.pointerType !== "touch" || wasLit === node) return;
      event.preventDefault();
      pick(node);
    });

    /* Keys: up and down within a column, left and right along a line, to the nearest. */
    function nearest(from, found) {
      return found.sort(function (a, b) { return Math.abs(a.y - from.y) - Math.abs(b.y - from.y); })[0];
    }

    function beside(node, step) {
      var there = columns.filter(function (column) { return (column.number - node.column.number) * step > 0; });
      var joined = [];
      lines.forEach(function (line) {
        if (line.part.hasAttribute("display")) return;
        var other = line.from === node ? line.to : line.to === node ? line.from : null;
        if (other && there.includes(other.column)) joined.push(other);
      });
      var next = step > 0 ? there[0] : there[there.length - 1];
      var near = joined.filter(function (other) { return other.column === next; });
      return nearest(node, near.length ? near : joined.length ? joined : next ? visible(next) : []);
    }

    function visible(column) {
      return shown(column).filter(function (part) { return !part.isGroup; });
    }

    svg.addEventListener("keydown", function (event) {
      var node = nodeOf(event), step = ARROWS[event.key];
      if (!node || !step || event.ctrlKey || event.altKey || event.metaKey) return;
      var own = visible(node.column);
      var next = step[0] ? beside(node, step[0]) : own[own.indexOf(node) + step[1]];
      event.preventDefault();
      if (next) next.part.querySelector("a").focus();
    });
    chart.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") return;
      if (entries.value !== "") { choose(""); remember(); }
      pick(null);
    });

    /* Filters */
    function shown(column) {
      return column.parts.filter(function (part) { return !part.part.hasAttribute("display"); });
    }

    function natural(column) {
      var parts = shown(column);
      return parts.reduce(function (sum, part) { return sum + part.height; }, GAP * Math.max(parts.length - 1, 0));
    }

    function stack(column, height) {
      var parts = shown(column), spare = height - natural(column), passed = 0, top = TOP;
      // What stands below a heading keeps to it.
      parts.forEach(function (part, n) { part.keeps = n > 0 && parts[n - 1].isGroup; });
      var loose = parts.filter(function (part) { return !part.keeps; }).length;
      parts.forEach(function (part) {
        passed += part.keeps ? 0 : 1;
        part.y = top + Math.floor(spare * (2 * passed - 1) / (2 * loose));
        part.part.setAttribute("transform", "translate(" + COLUMNS[column.number] + " " + part.y + ")");
        top += part.height + GAP;
      });
    }

    function free(y) {
      columns.filter(function (column) { return column.number === 1; }).forEach(function (column) {
        visible(column).some(function (node) {
          var above = node.y - CLEAR, below = node.y + node.height + CLEAR;
          if (above >= y || y >= below) return false;
          y = y - above < below - y ? above : below;
          return true;
        });
      });
      return y;
    }

    function draw(line) {
      var from = line.from.column.number, to = line.to.column.number, port = PORTS[line.part.dataset.how];
      var start = line.from.y + Math.floor(line.from.height / 2) + port, end = line.to.y + Math.floor(line.to.height / 2) + port;
      var left = COLUMNS[from] + NODE, right = COLUMNS[to], path = "M" + left + " " + start;
      if (from === 0 && to === 2) {
        var between = free(Math.floor((start + end) / 2)), far = COLUMNS[1] + NODE;
        path += curve(left, start, COLUMNS[1], between) + "H" + far + curve(far, between, right, end);
      } else path += curve(left, start, right, end);
      line.part.setAttribute("d", path);
    }

    /* A stage shows what is asked in it and where it leads: its questions, what these reach, and on. */
    function filter() {
      var stage = stages ? stages.value : "", only = chosen();
      var reached = new Set(nodes.filter(function (node) { return !stage || node.stages.includes(stage); }));
      function kept(line) { return reached.has(line.from); }
      if (stage) lines.forEach(function (line) { if (kept(line)) reached.add(line.to); });
      nodes.forEach(function (node) { node.option.hidden = node.option.disabled = !show(node.part, reached.has(node)); });
      columns.forEach(function (column) {
        var group = null, some = false;
        column.parts.forEach(function (part) {
          if (part.isGroup) { group = part; show(part.part, false); return; }
          if (!show(part.part, reached.has(part))) return;
          some = true;
          if (group) show(group.part, true);
        });
        show(column.part, some);
      });
      var height = Math.max.apply(null, columns.map(natural).concat(0));
      columns.forEach(function (column) { stack(column, height); });
      lines.forEach(function (line) { if (show(line.part, kept(line))) draw(line); });
      svg.setAttribute("viewBox", "0 0 960 " + (TOP + height));
      var count = 0;
      rows.forEach(function (row) {
        row.part.hidden = !kept(row) || !!only && row.from !== only && row.to !== only;
        count += row.part.hidden ? 0 : 1;
      });
      said.textContent = stage || only ? window.donebook.say("map-lines", { n: count }) : "";
      pick(only && reached.has(only) ? only : null);
    }

    function choose(value) {
      entries.value = value;
      filter();
    }

    function remember() {
      var here = new URL(location.href);
      var told = { stage: stages ? stages.value : "", only: chosen() ? chosen().id : "" };
      Object.keys(told).forEach(function (name) {
        if (told[name]) here.searchParams.set(name, told[name]);
        else here.searchParams.delete(name);
      });
      try { history.replaceState(history.state, "", here); } catch (refused) { /* a page opened from a folder may have no say in its address */ }
    }

    columns.forEach(function (column) {
      var group = document.createElement("optgroup");
      group.label = column.part.dataset.name;
      visible(column).forEach(function (node) {
        node.option = new Option(node.part.textContent.trim(), node.part.dataset.n);
        group.append(node.option);
      });
      entries.append(group);
    });
    entries.addEventListener("change", function () {
      filter();
      remember();
      if (picked) picked.part.scrollIntoView({ block: "nearest" });
    });
    if (stages) {
      stages.addEventListener("change", function () { choose(""); remember(); });
      stages.value = asked.get("stage") || "";
      if (stages.selectedIndex < 0) stages.value = "";
    }
    filter();
    var only = nodes.findIndex(function (node) { return node.id === asked.get("only") && !node.option.disabled; });
    if (only >= 0) {
      choose(String(only));
      nodes[only].part.scrollIntoView({ block: "nearest" });
    }
    chart.querySelector("[data-tools]").hidden = false;
  }

  document.addEventListener("pointerdown", function (event) { clear(event.target); });
  window.donebookMap = mount;
})();
