import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.system.Txn;
import org.apache.jena.update.UpdateAction;
import org.apache.jena.update.UpdateFactory;

/**
 * Jena's engine behind the URLs of Fuseki (/plans/query, /plans/update, /plans/data), for tests on machines that have
 * Jena's libraries but not Fuseki. Each request is one transaction, as it is there.
 */
public final class JenaStore {
    private record Answer(int status, String type, byte[] body) {}

    private static final Dataset DATA =
            Boolean.getBoolean("tdb2") ? org.apache.jena.tdb2.TDB2Factory.createDataset() : DatasetFactory.createTxnMem();

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext("/plans/query", exchange -> answer(exchange, () -> query(exchange)));
        server.createContext("/plans/update", exchange -> answer(exchange, () -> update(exchange)));
        server.createContext("/plans/data", exchange -> answer(exchange, () -> data(exchange)));
        server.start();
    }

    private static Answer query(HttpExchange exchange) {
        try (QueryExecution run = QueryExecutionFactory.create(QueryFactory.create(parameters(exchange).get("query")), DATA)) {
            return Txn.calculateRead(DATA, () -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                if (run.getQuery().isConstructType()) {
                    RDFDataMgr.write(out, run.execConstruct(), Lang.NTRIPLES);
                    return new Answer(200, "application/n-triples", out.toByteArray());
                }
                if (run.getQuery().isAskType()) {
                    ResultSetFormatter.outputAsJSON(out, run.execAsk());
                } else {
                    ResultSetFormatter.outputAsJSON(out, run.execSelect());
                }
                return new Answer(200, "application/sparql-results+json", out.toByteArray());
            });
        }
    }

    private static Answer update(HttpExchange exchange) {
        var request = UpdateFactory.create(parameters(exchange).get("update"));
        Txn.executeWrite(DATA, () -> UpdateAction.execute(request, DATA));
        return new Answer(204, "", new byte[0]);
    }

    private static Answer data(HttpExchange exchange) {
        String name = parameters(exchange).get("graph");
        if (exchange.getRequestMethod().equals("GET")) {
            return Txn.calculateRead(DATA, () -> {
                Graph graph = DATA.asDatasetGraph().getGraph(NodeFactory.createURI(name));
                if (graph.isEmpty()) {
                    return new Answer(404, "text/plain", "no such graph".getBytes(StandardCharsets.UTF_8));
                }
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                RDFDataMgr.write(out, graph, Lang.NTRIPLES);
                return new Answer(200, "application/n-triples", out.toByteArray());
            });
        }
        return Txn.calculateWrite(DATA, () -> {
            Graph graph = DATA.asDatasetGraph().getGraph(NodeFactory.createURI(name));
            boolean fresh = graph.isEmpty();
            RDFDataMgr.read(graph, exchange.getRequestBody(), Lang.NTRIPLES);
            return new Answer(fresh ? 201 : 200, "text/plain", new byte[0]);
        });
    }

    private static Map<String, String> parameters(HttpExchange exchange) {
        try {
            String text = exchange.getRequestURI().getRawQuery();
            String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            if (type.startsWith("application/x-www-form-urlencoded")) {
                text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            }
            Map<String, String> told = new HashMap<>();
            for (String pair : text == null ? new String[0] : text.split("&")) {
                String[] parts = pair.split("=", 2);
                told.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
            return told;
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }

    private static void answer(HttpExchange exchange, Supplier<Answer> work) throws IOException {
        Answer told;
        try {
            told = work.get();
        } catch (RuntimeException error) {
            told = new Answer(400, "text/plain", String.valueOf(error.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
        if (!told.type().isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", told.type());
        }
        exchange.sendResponseHeaders(told.status(), told.body().length == 0 ? -1 : told.body().length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(told.body());
        }
    }
}
