import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One node: arguments are its settings, each as name=value, and the classes of its modules. The
 * server is called by name, as a compiler of an older Java cannot read its classes.
 */
final class ClusterNode {
    private ClusterNode() {}

    public static void main(String[] arguments) throws Exception {
        var settings = new HashMap<String, String>();
        var modules = new ArrayList<Class<?>>();
        for (var argument : arguments) {
            var row = argument.split("=", 2);
            if (row.length == 2) {
                settings.put(row[0], row[1]);
            } else {
                modules.add(Class.forName(argument));
            }
        }
        var none = Class.forName("org.opensearch.common.settings.Settings");
        Supplier<String> name = () -> settings.get("node.name");
        var environment = Class.forName("org.opensearch.node.InternalSettingsPreparer")
                .getMethod("prepareEnvironment", none, Map.class, Path.class, Supplier.class)
                .invoke(null, none.getField("EMPTY").get(null), settings, null, name);
        var node = Class.forName("org.codelibs.opensearch.runner.node.OpenSearchRunnerNode")
                .getConstructors()[0]
                .newInstance(environment, modules);
        node.getClass().getMethod("start").invoke(node);
        Thread.currentThread().join(); // all other threads of a node are daemons
    }
}
